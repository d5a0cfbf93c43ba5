package dev.concierge.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sixty people at once, for five minutes. */
final class SixtyProof {
    static final double PAGE_AIM = 200;
    static final double TOKEN_AIM = 2000;

    /** Of Google's tokens, so that the schedule renews each of them all the while; at least as long as somebody takes to connect. */
    private static final String LIFE = "{\"tokenLifeSeconds\":30}";

    private static final int MOST_ERRORS = 5;

    /**
     * How much.
     *
     * @param warmUp before the time begins: a server that has just started compiles itself while it answers
     * @param pause of a person between two steps, on average
     */
    record Amount(String name, int people, Duration warmUp, Duration time, Duration pause) {
        static Amount of(String scale) {
            return switch (scale) {
                case "smallest" -> new Amount(scale, 4, Duration.ZERO, Duration.ofSeconds(6), Duration.ofMillis(100));
                case "full" ->
                    new Amount(scale, 60, Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofSeconds(1));
                default -> throw new IllegalArgumentException("The scale is smallest or full, not " + scale + ".");
            };
        }

        boolean judged() {
            return name.equals("full");
        }
    }

    /** Times of one step, in milliseconds. */
    record Line(SixtyStep step, int count, double p50, double p95, double p99, double longest) {
        boolean passed() {
            return count > 0 && p95 < PAGE_AIM && (!step.token() || longest < TOKEN_AIM);
        }
    }

    /**
     * What it gave.
     *
     * @param errors the first few of them, in words
     * @param failed how many there were
     */
    record Result(Amount amount, List<Line> lines, List<String> errors, int failed, long megabytes) {
        Result {
            lines = List.copyOf(lines);
            errors = List.copyOf(errors);
        }

        /** Whether nothing failed and each step was taken; at full scale also, whether each was quick enough. */
        boolean passed() {
            return failed == 0 && lines.stream().allMatch(line -> amount.judged() ? line.passed() : line.count() > 0);
        }
    }

    private SixtyProof() {}

    static Proof.Outcome prove(Path root, String scale, PrintStream out) throws Exception {
        Result result = run(root, Amount.of(scale), out);
        return new Proof.Outcome(result.passed(), page(result).write(root, scale, result.passed()));
    }

    static Result run(Path root, Amount amount, PrintStream out) throws Exception {
        Map<String, String> environment = new HashMap<>(Connections.environment(List.of("google")));
        environment.put("TRUSTED_PROXIES", "127.0.0.1,::1");
        List<SixtyPerson> people = new ArrayList<>();
        try (Installation at = Installation.start(root, environment, text -> text)) {
            new Connections(at).prepare(List.of("google"));
            new Connections(at).knobs("google", LIFE);
            for (int number = 1; number <= amount.people(); number++) {
                SixtyPerson person = new SixtyPerson(at, number, amount.pause());
                people.add(person);
                at.sandbox().addPerson(person.upstream(), "Person", "Number" + number, ZoneId.of("Europe/Berlin"));
                person.prepare();
            }
            out.println(amount.people() + " people are there");
            live(people, amount);
            return result(amount, people, at.serverMegabytes());
        } finally {
            people.forEach(SixtyPerson::close);
        }
    }

    private static void live(List<SixtyPerson> people, Amount amount) throws Exception {
        long timed = System.nanoTime() + amount.warmUp().toNanos();
        long end = timed + amount.time().toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> living = new ArrayList<>();
            for (SixtyPerson person : people) {
                living.add(threads.submit(() -> {
                    person.live(timed, end);
                    return null;
                }));
            }
            for (Future<?> one : living) {
                one.get();
            }
        }
    }

    private static Result result(Amount amount, List<SixtyPerson> people, long megabytes) {
        Map<SixtyStep, List<Double>> all = new EnumMap<>(SixtyStep.class);
        for (SixtyPerson person : people) {
            person.millis()
                    .forEach((step, millis) ->
                            all.computeIfAbsent(step, _ -> new ArrayList<>()).addAll(millis));
        }
        List<String> errors =
                people.stream().flatMap(person -> person.errors().stream()).toList();
        List<Line> lines = new ArrayList<>();
        for (SixtyStep step : SixtyStep.values()) {
            double[] sorted = all.getOrDefault(step, List.of()).stream()
                    .mapToDouble(millis -> millis)
                    .sorted()
                    .toArray();
            lines.add(
                    new Line(step, sorted.length, at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1)));
        }
        return new Result(amount, lines, errors.stream().limit(MOST_ERRORS).toList(), errors.size(), megabytes);
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
    }

    private static Page page(Result result) {
        Amount amount = result.amount();
        Page page = new Page(
                "sixty",
                "People who sign in, look at the overview, at what is in step and at their integrations, connect a Google account again, look at it, have its token handed out"
                        + " three times and sign out, over and over, each from a network of its own. Every answer of Concierge is timed by itself, those of"
                        + " the provider's pages not. Tokens live for 30 seconds, so that the schedule renews all of them all the while.");
        page.fact(
                        "Aims",
                        "no error; each step's p95 under " + (int) PAGE_AIM + " ms; no operation on tokens over "
                                + (int) TOKEN_AIM + " ms")
                .fact(
                        "Scale",
                        String.format(
                                Locale.ROOT,
                                "%s: %d people for %d s after %d s that are not timed (an error there counts), %d ms on average between two steps; server, PostgreSQL, sandbox and people share the machine",
                                amount.name(),
                                amount.people(),
                                amount.time().toSeconds(),
                                amount.warmUp().toSeconds(),
                                amount.pause().toMillis()))
                .fact(
                        "Errors",
                        result.failed() + (result.failed() == 0 ? "" : ": " + String.join("; ", result.errors())))
                .fact("Memory of the server", result.megabytes() + " MB (-Xmx512m)");
        return page.table(
                List.of("Step", "answers", "p50 ms", "p95 ms", "p99 ms", "longest ms", "as aimed"),
                result.lines().stream().map(SixtyProof::row).toList(),
                true);
    }

    private static List<String> row(Line line) {
        return List.of(
                line.step().words(),
                Integer.toString(line.count()),
                number(line.p50()),
                number(line.p95()),
                number(line.p99()),
                number(line.longest()),
                line.passed() ? "yes" : "no");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
