package dev.concierge.bench;

import dev.concierge.sandbox.Knobs;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Refreshes that {@code kill -9} of their server interrupts, at every step and for every rule of providers; what became of them is counted by the
 * sandbox's ledger and by the database. Everything is stopped from outside: by a lock on a row, by a wire that holds what it carries.
 */
final class KillProof {
    /** What a run gave. */
    record Result(KillScale scale, List<KillRound> rounds, List<KillLedger> ledgers, Duration took) {
        Result {
            rounds = List.copyOf(rounds);
            ledgers = List.copyOf(ledgers);
        }

        /** Whether nothing was lost but what a strict provider had answered and we had not stored. */
        boolean passed() {
            return rounds.stream().allMatch(KillRound::asDesigned)
                    && ledgers.stream().allMatch(KillLedger::asDesigned)
                    && rounds.stream().mapToInt(KillRound::interrupted).sum() == scale.interrupted();
        }
    }

    private KillProof() {}

    static Proof.Outcome prove(Path root, String word, PrintStream out) throws Exception {
        Result result = run(root, KillScale.of(word), out);
        return new Proof.Outcome(result.passed(), KillPage.of(result).write(root, word, result.passed()));
    }

    static Result run(Path root, KillScale scale, PrintStream out) throws Exception {
        long begun = System.nanoTime();
        List<KillRound> rounds = new ArrayList<>();
        List<KillLedger> ledgers = new ArrayList<>();
        try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<OfRule>> running = new ArrayList<>();
            for (KillRule rule : scale.rules()) {
                running.add(side.submit(() -> ofRule(root, rule, scale, out)));
            }
            for (Future<OfRule> rule : running) {
                rounds.addAll(rule.get().rounds());
                ledgers.add(rule.get().ledger());
            }
        }
        return new Result(scale, rounds, ledgers, Duration.ofNanos(System.nanoTime() - begun));
    }

    private record OfRule(List<KillRound> rounds, KillLedger ledger) {
        private OfRule {
            rounds = List.copyOf(rounds);
        }
    }

    /** One rule in an installation of its own; the rules run side by side, because most of the time is spent on starts and leases. */
    private static OfRule ofRule(Path root, KillRule rule, KillScale scale, PrintStream out) throws Exception {
        out.println("starting an installation for: " + rule.words());
        try (Installation at = Installation.start(root, Map.of("LANES", "none"), rule::describe);
                CommitWatch commits = new CommitWatch(at.database())) {
            rule.turn(at.sandbox().knobs());
            at.sandbox().knobs().set(Knobs.TOKEN_LIFE_SECONDS, KillWork.TOKEN_LIFE.toSeconds());
            List<KillRound> rounds = rounds(at, commits, rule, scale, out);
            Set<String> unknown = new HashSet<>();
            rounds.forEach(round -> unknown.addAll(round.unknown()));
            return new OfRule(rounds, KillLedger.of(rule, at.sandbox().ledger().entries("google", "token"), unknown));
        }
    }

    private static List<KillRound> rounds(
            Installation at, CommitWatch commits, KillRule rule, KillScale scale, PrintStream out) throws Exception {
        ConcurrentLinkedQueue<KillStep> steps = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < scale.kills(); i++) {
            steps.addAll(scale.steps());
        }
        List<KillRound> all = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(scale.workers())) {
            List<Future<List<KillRound>>> running = new ArrayList<>();
            for (int worker = 0; worker < scale.workers(); worker++) {
                String name = "worker" + worker;
                running.add(workers.submit(() -> {
                    try (KillGroup group = KillGroup.connect(at, name, scale.inFlight())) {
                        return work(new KillWork(at, rule, group, commits), steps, out);
                    }
                }));
            }
            for (Future<List<KillRound>> worker : running) {
                all.addAll(worker.get());
            }
        }
        return all;
    }

    private static List<KillRound> work(KillWork work, ConcurrentLinkedQueue<KillStep> steps, PrintStream out)
            throws Exception {
        List<KillRound> rounds = new ArrayList<>();
        for (KillStep step = steps.poll(); step != null; step = steps.poll()) {
            KillRound round = work.round(step);
            out.println(round.rule() + " " + round.step() + ": " + round.interrupted() + " interrupted, "
                    + round.answered() + " answered, " + round.stored() + " stored, " + round.lost() + " lost, "
                    + round.alive() + " go on");
            rounds.add(round);
        }
        return rounds;
    }
}
