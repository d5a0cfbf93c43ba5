package dev.concierge.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The data key is rotated while two nodes hand out tokens: a third one encrypts everything anew, is killed in the middle, a fourth goes on, and the
 * old key is destroyed.
 */
final class RotateProof {
    private static final double KILLED_AT = 0.4;
    private static final double AIM_RATIO = 0.8;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LONGEST = Duration.ofMinutes(40);

    /**
     * What came out.
     *
     * @param killedAt share that was done when the node was killed
     * @param with answers a second while the rotation ran, one a round
     * @param without the same while it was paused
     * @param seconds from the first batch to the scan that found nothing, without the pauses for measurements
     * @param after how many tokens were right when the old key was gone
     * @param keysLeft how many keys there are ciphertexts under in the end
     */
    record Result(
            RotateScale scale,
            RotateState.Seen end,
            double killedAt,
            long answers,
            long failures,
            @Nullable String firstFailure,
            List<Double> with,
            List<Double> without,
            double seconds,
            long after,
            int keysLeft) {
        Result {
            with = List.copyOf(with);
            without = List.copyOf(without);
        }

        double ratio() {
            return mean(with) / mean(without);
        }

        /** Whether nothing failed, everything was re-encrypted across a kill, the old key is gone, and the aim for the rate was met. */
        boolean passed() {
            return failures == 0
                    && answers > 0
                    && killedAt > 0
                    && killedAt < 1
                    && end.state().equals("destroyed")
                    && end.unreadable() == 0
                    && end.done() >= 2L * scale.grants()
                    && keysLeft == 1
                    && after == scale.vended()
                    && (with.isEmpty() || ratio() >= AIM_RATIO);
        }

        private static double mean(List<Double> rates) {
            return rates.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        }
    }

    private RotateProof() {}

    static Proof.Outcome prove(Path root, String word, PrintStream out) throws Exception {
        Result result = run(root, RotateScale.of(word), out);
        return new Proof.Outcome(result.passed(), page(result).write(root, word, result.passed()));
    }

    static Result run(Path root, RotateScale scale, PrintStream out) throws Exception {
        Map<String, String> environment = new HashMap<>(scale.environment());
        environment.put("LANES", "none");
        environment.put("KEYS_KEEP_RETIRED", scale.keep());
        out.println("starting an installation");
        try (Installation at = Installation.start(root, environment, text -> text);
                Person person = new Person(at);
                RotateState state = new RotateState(at.database())) {
            Person.Ready ready = person.getReady();
            out.println("loading " + scale.grants() + " grants");
            List<RotateVends.Vended> vended = load(at, scale, ready.integration());
            try (Installation.Node other = at.another(Map.of());
                    RotateVends vends = new RotateVends("localhost:" + at.port(), ready.key())) {
                vends.start(scale.callers(), List.of(at.port(), other.port()), vended);
                return rotate(at, state, vends, vended, scale, out);
            }
        }
    }

    private static List<RotateVends.Vended> load(Installation at, RotateScale scale, String integration)
            throws Exception {
        try (var database = at.database()) {
            RotateLoader loader = RotateLoader.of(database, UUID.fromString(integration), at.setting("ENCRYPTION_KEY"));
            List<UUID> grants = loader.grants(scale.grants(), scale.vended());
            List<UUID> integrations = loader.integrations(grants);
            try (var statement = database.createStatement()) {
                statement.execute("analyze grants");
            }
            List<RotateVends.Vended> vended = new ArrayList<>();
            for (int i = 0; i < grants.size(); i++) {
                vended.add(new RotateVends.Vended(integrations.get(i), grants.get(i)));
            }
            return vended;
        }
    }

    private static Result rotate(
            Installation at,
            RotateState state,
            RotateVends vends,
            List<RotateVends.Vended> vended,
            RotateScale scale,
            PrintStream out)
            throws Exception {
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        Map<String, String> worker = Map.of("LANES", "maintenance");
        double killedAt;
        long began;
        try (Installation.Node first = at.another(worker)) {
            at.command("keys", "rotate");
            began = System.nanoTime();
            out.println("rotating");
            measure(state, vends, scale, with, without);
            killedAt = state.awaitShare(KILLED_AT, PATIENCE).share();
            first.kill();
        }
        out.printf(Locale.ROOT, "killed at %.0f %%%n", killedAt * 100);
        try (Installation.Node second = at.another(worker)) {
            RotateState.Seen done = state.await("done", PATIENCE);
            double paused = without.size() * (double) scale.round().toMillis() / 1e3;
            double seconds = (System.nanoTime() - began) / 1e9 - paused;
            out.printf(Locale.ROOT, "%s: %d of %d in %.0f s%n", done.state(), done.done(), done.total(), seconds);
            if (!scale.through()) {
                vends.stop();
            }
            RotateState.Seen end = state.await("destroyed", scale.through() ? LONGEST : PATIENCE);
            vends.stop();
            out.println(end.state() + "; " + vends.answers() + " tokens, " + vends.failures() + " failures");
            long after = vends.once(second.port(), vended);
            return new Result(
                    scale,
                    end,
                    killedAt,
                    vends.answers(),
                    vends.failures(),
                    vends.firstFailure(),
                    with,
                    without,
                    seconds,
                    after,
                    state.byKey().size());
        }
    }

    /** In turns, so that both are of the same minute of the same machine. */
    private static void measure(
            RotateState state, RotateVends vends, RotateScale scale, List<Double> with, List<Double> without)
            throws Exception {
        for (int round = 0; round < scale.rounds(); round++) {
            with.add(vends.rate(scale.round()));
            state.set("running", "paused");
            without.add(vends.rate(scale.round()));
            state.set("paused", "running");
        }
    }

    private static Page page(Result result) {
        RotateScale scale = result.scale();
        Page page = new Page(
                        "rotate",
                        "The data key is rotated while two nodes hand out tokens without a pause, each looked at whether it is the right one. A third"
                                + " node encrypts everything anew and is ended by kill -9 in the middle; a fourth goes on. Then the old key is kept"
                                + " for a while and destroyed. The grants are sealed by a writer of this proof that shares no code with the server.")
                .fact(
                        "Aims",
                        "no failed vend; everything re-encrypted across the kill; the old key destroyed; the rate at least 0.80")
                .fact(
                        "Scale",
                        scale.name() + ": " + scale.grants() + " grants, " + scale.callers() + " callers, "
                                + scale.vended() + " integrations asked for; the old key kept for " + scale.keep())
                .fact(
                        "Ciphertexts",
                        result.end().done() + " re-encrypted, " + result.end().unreadable() + " did not open, "
                                + result.end().pass() + " pass(es)")
                .fact(
                        "Time",
                        String.format(
                                Locale.ROOT,
                                "%.0f s, %.0f a second, the start of the fourth node included",
                                result.seconds(),
                                result.end().done() / result.seconds()))
                .fact("Killed", String.format(Locale.ROOT, "at %.0f %%, resumed", result.killedAt() * 100))
                .fact(
                        "Vends",
                        result.answers() + " right, " + result.failures() + " failed"
                                + (scale.through()
                                        ? ", until the old key was gone"
                                        : ", until nothing was left under the old key"))
                .fact(
                        "In the end",
                        result.end().state() + "; ciphertexts under " + result.keysLeft() + " key; " + result.after()
                                + " of " + scale.vended() + " tokens right");
        if (result.firstFailure() != null) {
            page.text("The first wrong answer: `"
                    + result.firstFailure().lines().findFirst().orElse("") + "`");
        }
        if (!result.with().isEmpty()) {
            page.fact("Rate", String.format(Locale.ROOT, "%.2f of the rate without a rotation", result.ratio()));
            page.table(List.of("Round", "vend/s while it ran", "vend/s while it was paused"), rounds(result), true);
        }
        return page;
    }

    private static List<List<String>> rounds(Result result) {
        List<List<String>> rows = new ArrayList<>();
        for (int round = 0; round < result.with().size(); round++) {
            rows.add(List.of(
                    Integer.toString(round + 1),
                    String.format(Locale.ROOT, "%.0f", result.with().get(round)),
                    String.format(Locale.ROOT, "%.0f", result.without().get(round))));
        }
        return rows;
    }
}
