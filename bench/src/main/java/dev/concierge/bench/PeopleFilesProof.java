package dev.concierge.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** People in as a file and out again, few and then many; what the server needs for it must not grow with them. */
final class PeopleFilesProof {
    /** The most that the many may need above the few, in megabytes. */
    private static final double MORE = 24;

    /** At the heap, while people go in and while they come out, which is over in seconds. Each look costs half a second of a core. */
    private static final Duration IN_LOOKS = Duration.ofSeconds(4);

    private static final Duration OUT_LOOKS = Duration.ofMillis(800);

    /**
     * How much.
     *
     * @param few rows of the first file
     * @param many rows of the second
     * @param bad rows in each that cannot be taken
     */
    record Amount(String name, int few, int many, int bad) {
        static Amount of(String word) {
            return switch (word) {
                case "smallest" -> new Amount(word, 200, 1_000, 12);
                case "full" -> new Amount(word, 10_000, 100_000, 100);
                case String number
                when number.matches("[1-9][0-9]{3,5}") ->
                    new Amount(word, Integer.parseInt(number) / 10, Integer.parseInt(number), 100);
                default ->
                    throw new IllegalArgumentException(
                            "--scale of people-files is smallest, full, or a number of people from 1000.");
            };
        }
    }

    /**
     * One act.
     *
     * @param rows of the file that went in or came out
     * @param wrong rows whose report, or whose content, was another than it must be; missing ones too
     * @param seconds with the looks at the heap in it
     */
    record Line(String what, long rows, long wrong, double seconds, MemoryWatch.Peak memory) {
        double rate() {
            return rows / seconds;
        }
    }

    /** What it gave; few and many hold the same acts in the same order. */
    record Result(Amount amount, List<Line> few, List<Line> many, List<String> faults) {
        Result {
            few = List.copyOf(few);
            many = List.copyOf(many);
            faults = List.copyOf(faults);
        }

        boolean passed() {
            return faults.isEmpty()
                    && few.stream().allMatch(line -> line.wrong() == 0)
                    && many.stream().allMatch(line -> line.wrong() == 0)
                    && more() <= MORE;
        }

        /** How much more memory the many needed, at the act where that was most. */
        double more() {
            double most = 0;
            for (int act = 0; act < few.size(); act++) {
                most = Math.max(
                        most,
                        many.get(act).memory().live() - few.get(act).memory().live());
            }
            return most;
        }
    }

    private final Installation at;
    private final PeopleFilesCalls calls;
    private final PrintStream out;
    private final List<PeopleRows> imported = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private PeopleFilesProof(Installation at, PeopleFilesCalls calls, PrintStream out) {
        this.at = at;
        this.calls = calls;
        this.out = out;
    }

    static Proof.Outcome prove(Path root, String word, PrintStream out) throws Exception {
        Result result = run(root, Amount.of(word), out);
        return new Proof.Outcome(
                result.passed(), page(result).write(root, result.amount().name(), result.passed()));
    }

    static Result run(Path root, Amount amount, PrintStream out) throws Exception {
        out.println("starting an installation");
        try (Installation at = Installation.start(root);
                Head head = Head.of(at);
                PeopleFilesCalls calls = new PeopleFilesCalls(at, head)) {
            PeopleFilesProof proof = new PeopleFilesProof(at, calls, out);
            List<Line> few = proof.move(new PeopleRows("few", amount.few(), amount.bad()));
            List<Line> many = proof.move(new PeopleRows("many", amount.many(), amount.bad()));
            return new Result(amount, few, many, proof.faults);
        }
    }

    private List<Line> move(PeopleRows rows) throws Exception {
        Path file = Files.createTempFile("concierge-people", ".csv");
        try {
            rows.write(file);
            List<Line> lines = new ArrayList<>();
            lines.add(in("CSV in, dry run", rows, file, true));
            lines.add(in("CSV in", rows, file, false));
            imported.add(rows);
            lines.add(out("CSV out", "csv"));
            lines.add(out("JSON out", "json"));
            return lines;
        } finally {
            Files.delete(file);
        }
    }

    private record Moved(long rows, long wrong) {}

    private Line in(String what, PeopleRows rows, Path file, boolean dryRun) throws Exception {
        return timed(what, IN_LOOKS, () -> {
            PeopleFilesCalls.Imported done = calls.read(rows, file, dryRun);
            done.wrong().forEach(line -> faults.add(what + ": " + line));
            boolean counted = done.summary().path("made").asLong() == rows.good()
                    && done.summary().path("refused").asLong() == rows.bad()
                    && done.summary().path("dryRun").asBoolean() == dryRun;
            if (!counted) {
                faults.add(what + ": " + done.summary());
            }
            return new Moved(rows.rows(), rows.rows() - done.right());
        });
    }

    /** Nobody but the administrator is there who was in no file: the dry run before made nobody. */
    private Line out(String what, String format) throws Exception {
        return timed(what, OUT_LOOKS, () -> {
            PeopleComparison comparison = new PeopleComparison(imported);
            calls.write(format, comparison::take);
            comparison.faults().forEach(fault -> faults.add(what + ": " + fault));
            long good = imported.stream().mapToLong(PeopleRows::good).sum();
            return new Moved(good, comparison.wrong() + Math.abs(comparison.others() - 1));
        });
    }

    private Line timed(String what, Duration looks, Callable<Moved> act) throws Exception {
        long began = System.nanoTime();
        MemoryWatch.Watched<Moved> watched = MemoryWatch.during(at.serverPid(), looks, act);
        Line line = new Line(
                what,
                watched.result().rows(),
                watched.result().wrong(),
                (System.nanoTime() - began) / 1e9,
                watched.peak());
        out.println(line);
        return line;
    }

    private static Page page(Result result) {
        Amount amount = result.amount();
        List<List<String>> rows = new ArrayList<>();
        result.few().forEach(line -> rows.add(row(line)));
        result.many().forEach(line -> rows.add(row(line)));
        return new Page(
                        "people-files",
                        "An administrator's program brings people in as a CSV file (`POST /api/v1/users/import`), tried first, and takes everybody out again as CSV"
                                + " and as JSON. Among them are names with quotes, commas and signs that a spreadsheet would compute, and rows that cannot be taken:"
                                + " the line about each row is compared with what is wrong with it, and each row that comes out with the one that went in.")
                .fact(
                        "Aims",
                        String.format(
                                Locale.ROOT,
                                "every report and every row is right; after a collection the heap holds at most %.0f MB more for the many than for the few",
                                MORE))
                .fact(
                        "Scale",
                        String.format(
                                Locale.ROOT,
                                "%s: %,d rows and then %,d, of each %d bad ones; each row is a transaction of its own",
                                amount.name(),
                                amount.few(),
                                amount.many(),
                                amount.bad()))
                .fact("More for the many", String.format(Locale.ROOT, "%.1f MB at most (-Xmx512m)", result.more()))
                .fact("Faults", result.faults().isEmpty() ? "none" : String.join("; ", result.faults()))
                .table(
                        List.of("Act", "rows", "wrong", "s", "rows/s", "heap after collections MB", "resident MB"),
                        rows,
                        true)
                .text(
                        "The heap is looked at while it runs, after collections that are made for it; most of all looks. The times have them in it. An export"
                                + " after the second file holds the first one's people as well.");
    }

    private static List<String> row(Line line) {
        return List.of(
                line.what(),
                String.format(Locale.ROOT, "%,d", line.rows()),
                Long.toString(line.wrong()),
                String.format(Locale.ROOT, "%.1f", line.seconds()),
                String.format(Locale.ROOT, "%,.0f", line.rate()),
                String.format(Locale.ROOT, "%.1f", line.memory().live()),
                Long.toString(line.memory().resident()));
    }
}
