package dev.concierge.bench;

import dev.concierge.sandbox.LedgerEntry;
import dev.concierge.sandbox.Secrets;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Kills one server after another with a group's refreshes under way. The killed one is a node of its own, whose way to the provider can be held; the
 * group then asks the node that goes on.
 */
final class KillWork {
    static final Duration TOKEN_LIFE = Duration.ofSeconds(4);

    /** The app pool of a node with production settings: so many sessions can wait for a row, the rest waits for a connection. */
    private static final int APP_POOL = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Installation at;
    private final KillRule rule;
    private final KillGroup group;
    private final CommitWatch commits;
    private final URI sandbox;

    KillWork(Installation at, KillRule rule, KillGroup group, CommitWatch commits) {
        this.at = at;
        this.rule = rule;
        this.group = group;
        this.commits = commits;
        this.sandbox = URI.create(at.sandbox().baseUrl());
    }

    /** One kill at that step. */
    KillRound round(KillStep step) throws Exception {
        List<Double> windows;
        long before;
        long seen;
        List<String> presented;
        try (ProviderLine line = ProviderLine.to(sandbox.getHost(), sandbox.getPort());
                Installation.Node victim = at.another(
                        line.authority(),
                        google -> google.replaceAll(
                                "(?m)^  endpoint: \\S+/token$",
                                "  endpoint: http://" + line.authority() + "/google/token"))) {
            windows = refreshEach(victim, line);
            before = group.versions();
            seen = KillLedger.last(at.sandbox().ledger().entries());
            line.presented();
            Thread.sleep(TOKEN_LIFE);
            interrupt(step, victim, line);
            presented = line.presented();
        }
        int stored = (int) (group.versions() - before);
        Set<String> answered = answered(presented, seen);
        return followUp(step, answered, stored, windows);
    }

    /** One refresh of each, with nothing in its way: the node's caches are warm then, and each tells how long the window is. */
    private List<Double> refreshEach(Installation.Node victim, ProviderLine line) throws Exception {
        List<Double> windows = new ArrayList<>();
        for (KillGroup.Member member : group.members()) {
            long last = line.answeredAt();
            until(() -> refreshed(victim, member));
            long answered = line.answeredAt();
            if (answered != last) {
                long committed = commits.firstAfter(member.grant().toString(), answered, Duration.ofSeconds(5));
                windows.add((committed - answered) / 1e6);
            }
        }
        return windows;
    }

    /** A process that has just started on a busy machine may say "later"; anything else would be a loss that nobody made. */
    private boolean refreshed(Installation.Node victim, KillGroup.Member member) {
        Caller.Answer answer = group.caller().token(victim.port(), member.integration());
        if (answer.status() != 200 && answer.status() != 503) {
            throw new IllegalStateException("before anything was killed, a refresh ended with status " + answer.status()
                    + " and cause " + answer.cause());
        }
        return answer.status() == 200;
    }

    private void interrupt(KillStep step, Installation.Node victim, ProviderLine line) throws Exception {
        int size = group.members().size();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            if (step == KillStep.CLAIM) {
                group.lock();
            }
            line.mode(
                    switch (step) {
                        case CLAIM -> ProviderLine.Mode.PASS;
                        case REQUEST -> ProviderLine.Mode.HOLD_REQUESTS;
                        case ANSWER, STORE -> ProviderLine.Mode.HOLD_ANSWERS;
                    });
            List<Future<Caller.Answer>> answers = group.members().stream()
                    .map(member -> callers.submit(() -> group.caller().token(victim.port(), member.integration())))
                    .toList();
            if (step != KillStep.CLAIM) {
                until(() -> line.held() == size);
            }
            if (step == KillStep.STORE) {
                group.lock();
                line.mode(ProviderLine.Mode.PASS);
            }
            if (step == KillStep.CLAIM || step == KillStep.STORE) {
                until(() -> group.waiting() >= Math.min(size, APP_POOL));
            }
            victim.kill();
            line.close();
            if (step == KillStep.CLAIM || step == KillStep.STORE) {
                group.unlock();
            }
            for (Future<Caller.Answer> answer : answers) {
                if (answer.get().status() == 200) {
                    throw new IllegalStateException("a caller was answered, so its refresh was not interrupted");
                }
            }
        }
    }

    /** Fingerprints of those that the sandbox refreshed after a moment of its ledger. */
    private Set<String> answered(List<String> presented, long since) {
        Set<String> fingerprints = new HashSet<>();
        presented.forEach(token -> fingerprints.add(Secrets.fingerprint(token)));
        Set<String> answered = new HashSet<>();
        for (LedgerEntry entry : at.sandbox().ledger().entries("google", "token")) {
            String token = KillLedger.refreshToken(entry);
            boolean now = entry.sequence() > since && "refreshed".equals(entry.outcome());
            if (now && fingerprints.contains(token)) {
                answered.add(token);
            }
        }
        return answered;
    }

    private KillRound followUp(KillStep step, Set<String> answered, int stored, List<Double> windows) throws Exception {
        List<KillGroup.Member> lost = new ArrayList<>();
        int alive = 0;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> ends = group.members().stream()
                    .map(member -> callers.submit(() -> end(member)))
                    .toList();
            for (int i = 0; i < ends.size(); i++) {
                switch (ends.get(i).get()) {
                    case "alive" -> alive++;
                    case "answer_lost" -> lost.add(group.members().get(i));
                    default -> {
                        // counted by being neither
                    }
                }
            }
        }
        int named = group.needReconnect();
        for (KillGroup.Member member : lost) {
            group.reconnect(member);
        }
        return new KillRound(
                rule,
                step,
                group.members().size(),
                answered.size(),
                stored,
                named == lost.size() ? named : -1,
                alive,
                stored == 0 ? answered : Set.of(),
                windows);
    }

    /** Asks the node that goes on until it has a token that the sandbox takes, or says why there is none. */
    private String end(KillGroup.Member member) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String last = "";
        while (System.nanoTime() < end) {
            Caller.Answer answer = group.caller().token(at.port(), member.integration());
            if (answer.status() == 409) {
                return answer.cause();
            }
            last = "status " + answer.status();
            boolean alive = answer.status() == 200
                    && Caller.taken(sandbox.getHost(), sandbox.getPort(), "/google/v1/userinfo", answer.token());
            if (alive) {
                return "alive";
            }
            Thread.sleep(POLL);
        }
        return last;
    }

    @FunctionalInterface
    private interface Reached {
        boolean now() throws Exception;
    }

    private static void until(Reached reached) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.now()) {
            if (System.nanoTime() > end) {
                throw new IOException("the refreshes did not come to the step where they are to be killed");
            }
            Thread.sleep(POLL);
        }
    }
}
