package dev.concierge.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
            long failures) {
        double ratio() {
            return vendRate / bareRate;
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
                                    .allMatch(line -> line.ratio() >= AIM_RATIO && line.vendP99() < AIM_P99_MILLIS));
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
                            ? "at 64 callers: ratio at least 0.50, p99 under 10 ms; no failure anywhere"
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
                    "\n| Callers | bare/s | vend/s | ratio | bare p50 ms | vend p50 ms | bare p99 ms | vend p99 ms | transactions per vend | failures |\n");
            text.append("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
            lines.forEach(line -> text.append(String.format(
                    Locale.ROOT,
                    "| %d | %.0f | %.0f | %.2f | %.2f | %.2f | %.2f | %.2f | %.4f | %d |%n",
                    line.callers(),
                    line.bareRate(),
                    line.vendRate(),
                    line.ratio(),
                    line.bareP50(),
                    line.vendP50(),
                    line.bareP99(),
                    line.vendP99(),
                    line.transactions(),
                    line.failures())));
            text.append(
                    "\n*Transactions per vend* counts every transaction of the database in the vend rounds, those of the sealer, the lanes and the");
            text.append(
                    " health of the node included. At one caller the added latency is the wait for one flush of the write-ahead log.\n");
            return text.toString();
        }

        private static void row(StringBuilder text, String name, String value) {
            text.append("| ").append(name).append(" | ").append(value).append(" |\n");
        }
    }

    private VendProof() {}

    /**
     * Measures in an installation of its own.
     *
     * @param serverJar the program that is measured
     * @param binaries where PostgreSQL is unpacked, or will be
     */
    static Result run(Path serverJar, Path binaries, Scale scale, PrintStream out) throws Exception {
        out.println("starting an installation");
        try (Installation installation = Installation.start(serverJar, binaries);
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
                        "%d callers: bare %.0f/s, vend %.0f/s, ratio %.2f%n",
                        callers,
                        line.bareRate(),
                        line.vendRate(),
                        line.ratio());
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
        for (int round = 0; round < scale.rounds(); round++) {
            bares.add(bare.run(callers, scale.round()));
            long before = installation.transactions();
            vends.add(vend.run(callers, scale.round()));
            transactions += installation.transactions() - before;
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
