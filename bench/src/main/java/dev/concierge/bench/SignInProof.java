package dev.concierge.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Password sign-ins against the machine's own rate of Argon2id, measured in turns inside one run; and what many callers at once cost. */
final class SignInProof {
    /** From this many callers on the cores are always busy. */
    private static final int JUDGED_FROM = 8;

    private static final double AIM_RATIO = 0.7;
    private static final double HASH_MEGABYTES = ArgonRate.MEMORY_KIB / 1024.0;

    /** What else may be on the heap at one moment and not at another. */
    private static final double MEMORY_SLACK = 40;

    private static final Scale SMALLEST =
            new Scale("smallest", List.of(2, 8), Duration.ofSeconds(1), Duration.ofSeconds(1), 1);
    private static final Scale FULL =
            new Scale("full", List.of(2, 8, 32), Duration.ofSeconds(20), Duration.ofSeconds(10), 3);

    /** One line of the table; medians over the rounds. */
    record Line(
            int callers, double rawRate, double rate, double p50, double p99, MemoryWatch.Peak memory, long failures) {
        double ratio() {
            return rate / rawRate;
        }
    }

    /** What it gave. */
    record Result(Scale scale, List<Line> lines) {
        Result {
            lines = List.copyOf(lines);
        }

        boolean passed() {
            return lines.stream().allMatch(line -> line.failures() == 0 && line.rate() > 0)
                    && flat()
                    && (!judged()
                            || lines.stream()
                                    .filter(line -> line.callers() >= JUDGED_FROM)
                                    .allMatch(line -> line.ratio() >= AIM_RATIO));
        }

        /** Whether the most callers need no more than the fewest, but for hashes of cores that those leave idle. */
        boolean flat() {
            Line few = lines.getFirst();
            int cores = Runtime.getRuntime().availableProcessors();
            double idle = Math.max(0, cores - few.callers()) * HASH_MEGABYTES;
            return lines.getLast().memory().live() <= few.memory().live() + idle + MEMORY_SLACK;
        }

        boolean judged() {
            return scale.name().equals("full");
        }
    }

    private SignInProof() {}

    static Proof.Outcome prove(Path root, String word, PrintStream out) throws Exception {
        Result result = run(root, scale(word), out);
        return new Proof.Outcome(
                result.passed(), page(result).write(root, result.scale().name(), result.passed()));
    }

    /** @throws IllegalArgumentException for a word that is no scale */
    static Scale scale(String word) {
        return switch (word) {
            case "smallest" -> SMALLEST;
            case "full" -> FULL;
            default -> throw new IllegalArgumentException("--scale of sign-in is smallest or full.");
        };
    }

    static Result run(Path root, Scale scale, PrintStream out) throws Exception {
        out.println("starting an installation");
        try (Installation at = Installation.start(root, Map.of("TRUSTED_PROXIES", "127.0.0.1,::1"), text -> text);
                Person first = new Person(at);
                SignInLoad load = new SignInLoad(at)) {
            first.signUp("first@people.example");
            fill(at, scale.callers().getLast() * SignInLoad.PEOPLE);
            out.println("warming up for " + scale.warmUp().toSeconds() + " s");
            ArgonRate.measure(scale.warmUp().dividedBy(2));
            load.run(JUDGED_FROM, scale.warmUp().dividedBy(2));
            List<Line> lines = new ArrayList<>();
            for (int callers : scale.callers()) {
                Line line = measure(at, load, callers, scale);
                lines.add(line);
                out.println(line);
            }
            return new Result(scale, lines);
        }
    }

    /** All with the password of the one who signed up, under its hash: what is measured is checking it. */
    private static void fill(Installation at, int people) throws SQLException {
        try (Connection connection = at.database();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into accounts (account_id, email, email_verified, display_name, role, status, created_at)
                    select gen_random_uuid(), 'caller' || n || '@people.example', true, 'Caller', 'user', 'active', now()
                    from generate_series(0, %d) n""".formatted(people - 1));
            statement.execute("""
                    insert into passwords (account_id, hash, changed_at)
                    select a.account_id, p.hash, now() from accounts a cross join passwords p join accounts f on f.account_id = p.account_id
                    where a.email like 'caller%' and f.email = 'first@people.example'""");
        }
    }

    /** The memory is looked at in a round of its own: each look stops the server for a moment. */
    private static Line measure(Installation at, SignInLoad load, int callers, Scale scale) throws Exception {
        List<Load.Measured> rounds = new ArrayList<>();
        List<Double> raw = new ArrayList<>();
        for (int round = 0; round < scale.rounds(); round++) {
            raw.add(ArgonRate.measure(scale.round()));
            rounds.add(load.run(callers, scale.round()));
        }
        MemoryWatch.Watched<Load.Measured> watched =
                MemoryWatch.during(at.serverPid(), scale.round().dividedBy(4), () -> load.run(callers, scale.round()));
        return new Line(
                callers,
                median(raw),
                median(rounds.stream().map(Load.Measured::rate).toList()),
                median(rounds.stream().map(Load.Measured::p50Millis).toList()),
                median(rounds.stream().map(Load.Measured::p99Millis).toList()),
                watched.peak(),
                watched.result().failures()
                        + rounds.stream().mapToLong(Load.Measured::failures).sum());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static Page page(Result result) {
        Scale scale = result.scale();
        return new Page(
                        "sign-in",
                        "Programs sign people in by address and password (`POST /api/v1/auth/login`: throttling, the check, an audited sign-in, a signed access token"
                                + " and a refresh token), against the machine's rate of Argon2id alone: the same library and parameters, one thread for each core, in the"
                                + " program that calls, while the server has nothing to do. A closed loop over HTTP/1.1 on loopback; server, PostgreSQL (durable) and"
                                + " callers share the machine.")
                .fact(
                        "Aims",
                        String.format(
                                Locale.ROOT,
                                "no failure; from %d callers on at least %.2f of the raw rate; the heap with %d callers holds at most %.0f MB more than with %d",
                                JUDGED_FROM,
                                AIM_RATIO,
                                scale.callers().getLast(),
                                MEMORY_SLACK,
                                scale.callers().getFirst()))
                .fact(
                        "Argon2id",
                        ArgonRate.MEMORY_KIB + " KiB, " + ArgonRate.PASSES + " passes, " + ArgonRate.LANES
                                + " lane; a semaphore of the number of cores in front")
                .fact(
                        "Scale",
                        scale.name() + ": warm-up " + scale.warmUp().toSeconds() + " s, " + scale.rounds()
                                + " rounds of " + scale.round().toMillis() + " ms each in turns, medians")
                .fact(
                        "Throttling",
                        "on, with its defaults: each caller has a network (TRUSTED_PROXIES) and " + SignInLoad.PEOPLE
                                + " people of its own, and right tries are given back")
                .table(
                        List.of(
                                "Callers",
                                "hashes/s alone",
                                "sign-ins/s",
                                "ratio",
                                "p50 ms",
                                "p99 ms",
                                "heap after collections MB",
                                "resident MB",
                                "failures"),
                        result.lines().stream().map(SignInProof::row).toList(),
                        true)
                .text(
                        "The heap is looked at after collections that are made for it, in a round that is not timed; most of several looks. Without the semaphore every"
                                + " caller would hold " + ArgonRate.MEMORY_KIB / 1024
                                + " MB of it at once. -Xmx512m. More callers than cores wait: that is the p50.");
    }

    private static List<String> row(Line line) {
        return List.of(
                Integer.toString(line.callers()),
                number(line.rawRate()),
                number(line.rate()),
                String.format(Locale.ROOT, "%.2f", line.ratio()),
                number(line.p50()),
                number(line.p99()),
                number(line.memory().live()),
                Long.toString(line.memory().resident()),
                Long.toString(line.failures()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
