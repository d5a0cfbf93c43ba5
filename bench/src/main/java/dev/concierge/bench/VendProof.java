package dev.concierge.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The vend endpoint, with audit, limits and isolation on, against a bare authenticated endpoint of the same server, measured in turns inside one
 * run on one machine.
 */
final class VendProof {
    private static final double AIM_RATIO = 0.5;
    private static final double AIM_P99_MILLIS = 10;
    private static final int JUDGED_CALLERS = 64;
    private static final String BARE = "/api/v1/oauth/platforms";

    /** One line of the table; medians over the rounds. */
    record Line(
            int callers,
            double bareRate,
            double vendRate,
            double bareP50,
            double vendP50,
            double bareP99,
            double vendP99,
            double transactions,
            Costs bareCosts,
            Costs vendCosts,
            long failures) {
        double ratio() {
            return vendRate / bareRate;
        }

        /** Where the machine does not let even the bare endpoint keep the aim, the vend's tail must not be the longer one (decision 0025). */
        boolean tailHolds() {
            return vendP99 < Math.max(AIM_P99_MILLIS, bareP99);
        }
    }

    /** Microseconds on a processor for each answer, of the server and of the database. What else runs on the machine hardly changes them. */
    record Costs(double server, double database) {
        static Costs between(Used before, Used after, long answers) {
            return new Costs(
                    after.server().minus(before.server()).toNanos() / 1000.0 / Math.max(1, answers),
                    after.database().minus(before.database()).toNanos() / 1000.0 / Math.max(1, answers));
        }
    }

    /** Time on a processor so far. */
    record Used(Duration server, Duration database) {
        static Used now(Installation installation) throws IOException {
            return new Used(installation.serverProcessor(), installation.databaseProcessor());
        }

        Used plus(Used before, Used after) {
            return new Used(
                    server.plus(after.server()).minus(before.server()),
                    database.plus(after.database()).minus(before.database()));
        }
    }

    record Result(List<Line> lines, long idleMegabytes, long loadedMegabytes, boolean judged) {
        Result {
            lines = List.copyOf(lines);
        }

        /** Whether nothing failed and, at full scale, the aims of the design were met. */
        boolean passed() {
            boolean clean = lines.stream().allMatch(line -> line.failures() == 0);
            return clean
                    && (!judged
                            || lines.stream()
                                    .filter(line -> line.callers() == JUDGED_CALLERS)
                                    .allMatch(line -> line.ratio() >= AIM_RATIO && line.tailHolds()));
        }

        Path write(Path root, Scale scale) throws IOException {
            Path page = scale.equals(Scale.FULL)
                    ? root.resolve("docs/proofs/vend.md")
                    : root.resolve("bench/target/vend-" + scale.name() + ".md");
            Files.createDirectories(page.getParent());
            Files.writeString(page, text(root, scale));
            return page;
        }

        private String text(Path root, Scale scale) {
            StringBuilder text = new StringBuilder();
            text.append("# Proof: vend\n\n`./concierge prove vend` wrote this page; nobody edits it.\n\n");
            text.append("A fresh token (audit by group commit, limits, isolation, row caches warm) against `GET ")
                    .append(BARE);
            text.append(
                    "` of the same server: same key, same chain, nothing behind it. A closed loop over HTTP/1.1 on loopback; server, PostgreSQL");
            text.append(" (durable) and callers share the machine.\n\n");
            text.append("| | |\n|---|---|\n");
            row(text, "Result", passed() ? "**passed**" : "**failed**");
            row(
                    text,
                    "Aims",
                    judged
                            ? "at 64 callers: ratio at least 0.50; p99 under 10 ms, or under the bare endpoint's where that is longer; no failure anywhere"
                            : "no failure anywhere");
            row(text, "Commit", Machine.commit(root));
            row(text, "Date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
            row(text, "Machine", Machine.describe());
            row(
                    text,
                    "Scale",
                    scale.name() + ": warm-up " + scale.warmUp().toSeconds() + " s, " + scale.rounds() + " rounds of "
                            + scale.round().toMillis() + " ms each in turns, medians");
            row(
                    text,
                    "Memory of the server",
                    idleMegabytes + " MB before, " + loadedMegabytes + " MB after (-Xmx512m)");
            text.append(
                    "\n| Callers | bare/s | vend/s | ratio | bare p50 ms | vend p50 ms | bare p99 ms | vend p99 ms | transactions per vend | bare processor µs | vend processor µs | of it database | failures |\n");
            text.append("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
            lines.forEach(line -> text.append(String.format(
                    Locale.ROOT,
                    "| %d | %.0f | %.0f | %.2f | %.2f | %.2f | %.2f | %.2f | %.4f | %.0f | %.0f | %.0f | %d |%n",
                    line.callers(),
                    line.bareRate(),
                    line.vendRate(),
                    line.ratio(),
                    line.bareP50(),
                    line.vendP50(),
                    line.bareP99(),
                    line.vendP99(),
                    line.transactions(),
                    line.bareCosts().server() + line.bareCosts().database(),
                    line.vendCosts().server() + line.vendCosts().database(),
                    line.vendCosts().database(),
                    line.failures())));
            text.append(
                    "\n*Transactions per vend* counts every transaction of the database in the vend rounds, those of the sealer, the lanes and the");
            text.append(
                    " health of the node included. *Processor* is the time that server and database spent on a processor for one answer, the callers' own not. At one caller the added latency is the wait for one flush of the write-ahead log.\n");
            return text.toString();
        }

        private static void row(StringBuilder text, String name, String value) {
            text.append("| ").append(name).append(" | ").append(value).append(" |\n");
        }
    }

    private VendProof() {}

    /** Runs it and writes its page. */
    static Proof.Outcome prove(Path root, String word, PrintStream out) throws Exception {
        Scale scale = Scale.of(word);
        Result result = run(root, scale, out);
        return new Proof.Outcome(result.passed(), result.write(root, scale));
    }

    static Result run(Path root, Scale scale, PrintStream out) throws Exception {
        out.println("starting an installation");
        try (Installation installation = Installation.start(root);
                Person person = new Person(installation)) {
            Person.Ready ready = person.getReady();
            String authority = "localhost:" + installation.port();
            Load bare = new Load(installation.port(), authority, BARE, ready.key());
            Load vend = new Load(
                    installation.port(),
                    authority,
                    "/api/v1/oauth/integrations/" + ready.integration() + "/token",
                    ready.key());
            long idle = installation.serverMegabytes();
            out.println("warming up for " + scale.warmUp().toSeconds() + " s");
            bare.run(16, scale.warmUp().dividedBy(2));
            vend.run(16, scale.warmUp().dividedBy(2));
            List<Line> lines = new ArrayList<>();
            for (int callers : scale.callers()) {
                Line line = measure(installation, bare, vend, callers, scale);
                out.printf(
                        Locale.ROOT,
                        "%d callers: bare %.0f/s, vend %.0f/s, ratio %.2f; processor %.0f µs, %.0f µs (database %.0f µs); p99 %.2f ms%n",
                        callers,
                        line.bareRate(),
                        line.vendRate(),
                        line.ratio(),
                        line.bareCosts().server(),
                        line.vendCosts().server(),
                        line.vendCosts().database(),
                        line.vendP99());
                lines.add(line);
            }
            return new Result(lines, idle, installation.serverMegabytes(), scale.equals(Scale.FULL));
        }
    }

    private static Line measure(Installation installation, Load bare, Load vend, int callers, Scale scale)
            throws Exception {
        List<Load.Measured> bares = new ArrayList<>();
        List<Load.Measured> vends = new ArrayList<>();
        long transactions = 0;
        Used none = new Used(Duration.ZERO, Duration.ZERO);
        Used bareUsed = none;
        Used vendUsed = none;
        for (int round = 0; round < scale.rounds(); round++) {
            Used first = Used.now(installation);
            bares.add(bare.run(callers, scale.round()));
            Used between = Used.now(installation);
            long before = installation.transactions();
            vends.add(vend.run(callers, scale.round()));
            transactions += installation.transactions() - before;
            bareUsed = bareUsed.plus(first, between);
            vendUsed = vendUsed.plus(between, Used.now(installation));
        }
        long vended = vends.stream().mapToLong(Load.Measured::answers).sum();
        return new Line(
                callers,
                median(bares, Load.Measured::rate),
                median(vends, Load.Measured::rate),
                median(bares, Load.Measured::p50Millis),
                median(vends, Load.Measured::p50Millis),
                median(bares, Load.Measured::p99Millis),
                median(vends, Load.Measured::p99Millis),
                (double) transactions / Math.max(1, vended),
                Costs.between(
                        none,
                        bareUsed,
                        bares.stream().mapToLong(Load.Measured::answers).sum()),
                Costs.between(none, vendUsed, vended),
                bares.stream().mapToLong(Load.Measured::failures).sum()
                        + vends.stream().mapToLong(Load.Measured::failures).sum());
    }

    private static double median(List<Load.Measured> rounds, ToDoubleFunction<Load.Measured> what) {
        List<Double> sorted = rounds.stream()
                .map(what::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList();
        return sorted.get(sorted.size() / 2);
    }
}
