package dev.concierge.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reconnects against refreshes of the same grants, on two real nodes, in every order that can be arranged from outside: by lines that hold what belongs
 * to a refresh or an exchange, and by a lock on the grants' rows. What lives afterwards is asked of the sandbox.
 */
final class RaceProof {
    /** What a run gave. */
    record Result(RaceScale scale, List<RaceEnd> ends, Duration took) {
        Result {
            ends = List.copyOf(ends);
        }

        boolean passed() {
            return ends.size() == scale.races() && ends.stream().allMatch(RaceEnd::asDesigned);
        }
    }

    private final Installation at;
    private final RaceScale scale;
    private final PrintStream out;
    private final ReentrantLock connections = new ReentrantLock();
    private final Map<RaceRule, ProviderLine> lines = new EnumMap<>(RaceRule.class);

    private RaceProof(Installation at, RaceScale scale, PrintStream out) {
        this.at = at;
        this.scale = scale;
        this.out = out;
    }

    static Proof.Outcome prove(Path root, String word, PrintStream out) throws Exception {
        Result result = run(root, RaceScale.of(word), out);
        return new Proof.Outcome(result.passed(), RacePage.of(result).write(root, word, result.passed()));
    }

    static Result run(Path root, RaceScale scale, PrintStream out) throws Exception {
        long begun = System.nanoTime();
        out.println("starting an installation of two nodes");
        Map<String, String> environment = new HashMap<>(Connections.environment(RaceRule.providers()));
        // Only callers renew, so that each refresh can be held; revocations have their lane.
        environment.put("LANES", "maintenance");
        // One network stands for many people here; the limit is on, only higher.
        environment.put("CONCIERGE_INTEGRATIONS_CONNECTBURST", "100000");
        try (Installation at = Installation.start(root, environment, RaceRule::describe)) {
            List<RaceEnd> ends = new RaceProof(at, scale, out).prove();
            return new Result(scale, ends, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private List<RaceEnd> prove() throws Exception {
        new Connections(at).prepare(RaceRule.providers());
        for (RaceRule rule : scale.rules()) {
            rule.turn(at.sandbox().knobs(rule.provider()));
            URI sandbox = URI.create(at.sandbox().baseUrl());
            lines.put(rule, ProviderLine.to(sandbox.getHost(), sandbox.getPort()));
        }
        try (Installation.Node second = at.another(behindLines());
                ExecutorService workers = Executors.newFixedThreadPool(scale.workers())) {
            List<Future<List<RaceEnd>>> running = new ArrayList<>();
            for (RaceRule rule : scale.rules()) {
                running.add(workers.submit(() -> races(rule, second.port())));
            }
            List<RaceEnd> ends = new ArrayList<>();
            for (Future<List<RaceEnd>> one : running) {
                ends.addAll(one.get());
            }
            return ends;
        } finally {
            for (ProviderLine line : lines.values()) {
                line.close();
            }
        }
    }

    /** The environment of a node whose token endpoints are at the ends of the lines. */
    private Map<String, String> behindLines() throws IOException {
        Path catalog = Files.createTempDirectory("concierge-race");
        catalog.toFile().deleteOnExit();
        try (Stream<Path> files = Files.list(Path.of(at.setting("CATALOG_DIR")))) {
            for (Path file : files.toList()) {
                Path copy = catalog.resolve(file.getFileName().toString());
                copy.toFile().deleteOnExit();
                Files.writeString(copy, behindLine(Files.readString(file), copy));
            }
        }
        String hosts = lines.values().stream().map(ProviderLine::authority).collect(Collectors.joining(","));
        return Map.of(
                "CATALOG_DIR",
                catalog.toString(),
                "ALLOWED_PRIVATE_HOSTS",
                at.setting("ALLOWED_PRIVATE_HOSTS") + "," + hosts);
    }

    private String behindLine(String description, Path file) {
        return lines.entrySet().stream()
                .filter(line -> file.endsWith(line.getKey().provider() + ".yaml"))
                .findFirst()
                .map(line -> description.replaceAll(
                        "(?m)^(token:\\n  endpoint: http://)[^/]+",
                        "$1" + line.getValue().authority()))
                .orElse(description);
    }

    private List<RaceEnd> races(RaceRule rule, int second) throws Exception {
        try (RaceGroup group = new RaceGroup(at, rule.provider())) {
            RaceWork work =
                    new RaceWork(group, Objects.requireNonNull(lines.get(rule)), connections, at.port(), second);
            Map<RaceCell, List<RaceGroup.Member>> members = new HashMap<>();
            List<RaceCell> cells = scale.cells(rule);
            for (int i = 0; i < cells.size(); i++) {
                members.put(cells.get(i), group.connect(rule.provider() + "-" + i, scale.atOnce()));
            }
            out.println(rule.provider() + ": connected");
            List<RaceEnd> ends = new ArrayList<>();
            for (int round = 1; round <= scale.rounds(); round++) {
                List<RaceWork.Run> runs = new ArrayList<>();
                for (RaceCell cell : cells) {
                    runs.addAll(work.race(cell, members.getOrDefault(cell, List.of())));
                }
                List<RaceEnd> some = work.ends(runs);
                tell(rule, round, some);
                ends.addAll(some);
            }
            return ends;
        }
    }

    private void tell(RaceRule rule, int round, List<RaceEnd> ends) {
        out.println(rule.provider() + ", round " + round + ": " + ends.size() + " races, "
                + ends.stream().filter(RaceEnd::newest).count() + " won by the newest consent, "
                + ends.stream().filter(end -> end.loser() == RaceEnd.Loser.DEAD).count()
                + " losers dead, "
                + ends.stream().filter(end -> !end.asDesigned()).count() + " wrong");
        ends.stream().filter(end -> !end.asDesigned()).forEach(out::println);
    }
}
