package dev.concierge.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Healthy providers beside one in trouble: vends of a token that lives, and renewals of tokens that have ended, while another provider answers as
 * it should and while it hangs, answers 503 or answers garbage, in turns inside one run.
 */
final class HostileProof {
    static final double AIM = 2.0;
    private static final List<String> PROVIDERS = List.of("google", "github", "linkedin");
    private static final String SHORT = "\"tokenLifeSeconds\":2";
    /** Long enough for the steps of connecting, on a machine that is busy. */
    private static final String CONNECTING = "\"tokenLifeSeconds\":10";

    /** The trouble alone is taken back: a token made in between with its usual life would be felt by nobody. */
    private static final String WELL = "{\"hang\":[],\"failNext\":[]}";

    /** What the provider in trouble does. */
    private static final Map<String, String> TROUBLES = new LinkedHashMap<>();

    static {
        TROUBLES.put("hangs", "{\"hang\":[{\"endpoint\":\"*\"}]}");
        TROUBLES.put("answers 503", "{\"failNext\":[{\"endpoint\":\"*\",\"status\":503,\"count\":1000000}]}");
        TROUBLES.put(
                "answers garbage",
                "{\"failNext\":[{\"endpoint\":\"*\",\"status\":200,\"count\":1000000,\"body\":\"<html>Welcome</html>\"}]}");
    }

    /**
     * How much of it.
     *
     * @param callers of the token that lives
     * @param healthy accounts whose tokens end, at the provider that is well; a caller each
     * @param troubled accounts whose tokens end, at the one in trouble; a caller each
     */
    record Amount(String name, int callers, int healthy, int troubled, Duration round, int rounds) {
        static Amount of(String scale) {
            return switch (scale) {
                case "smallest" -> new Amount(scale, 2, 3, 3, Duration.ofSeconds(3), 1);
                case "full" -> new Amount(scale, 8, 16, 300, Duration.ofSeconds(15), 3);
                default -> throw new IllegalArgumentException("The scale is smallest or full, not " + scale + ".");
            };
        }

        boolean judged() {
            return name.equals("full");
        }
    }

    /** Times of the healthy ones in one state of the other, over all rounds. */
    record Side(double vendP50, double vendP99, double renewalP50, double renewalP99, int renewals, long failures) {}

    /** @param refused answers of the provider in trouble that were none */
    record Line(String trouble, Side without, Side with, long refused) {
        double vendRatio() {
            return with.vendP99() / without.vendP99();
        }

        double renewalRatio() {
            return with.renewalP99() / without.renewalP99();
        }
    }

    record Result(List<Line> lines, Amount amount) {
        Result {
            lines = List.copyOf(lines);
        }

        /** Whether nothing healthy failed and, at full scale, the aim was met. */
        boolean passed() {
            boolean clean = lines.stream()
                    .allMatch(line -> line.with().failures() + line.without().failures() == 0
                            && line.with().renewals() > 0
                            && line.refused() > 0);
            return clean
                    && (!amount.judged()
                            || lines.stream().allMatch(line -> line.vendRatio() <= AIM && line.renewalRatio() <= AIM));
        }
    }

    private final Installation at;
    private final Connections connections;
    private final Amount amount;
    private final PrintStream out;

    private HostileProof(Installation at, Amount amount, PrintStream out) {
        this.at = at;
        this.connections = new Connections(at);
        this.amount = amount;
        this.out = out;
    }

    static Proof.Outcome prove(Path root, String scale, PrintStream out) throws Exception {
        Result result = run(root, scale, out);
        return new Proof.Outcome(result.passed(), HostilePage.of(result).write(root, scale, result.passed()));
    }

    static Result run(Path root, String scale, PrintStream out) throws Exception {
        out.println("starting an installation");
        try (Installation at = Installation.start(root, Connections.environment(PROVIDERS), text -> text)) {
            return new HostileProof(at, Amount.of(scale), out).prove();
        }
    }

    private Result prove() throws Exception {
        connections.prepare(PROVIDERS);
        connections.knobs("google", "{" + CONNECTING + "}");
        connections.knobs("linkedin", "{" + CONNECTING + "}");
        try (Journey ada = new Journey(at.url("/"))) {
            ada.signUp("hostile@people.example");
            String living = connections.connect(ada, "github", "linh.tran@meridian.example");
            List<String> ending = new ArrayList<>();
            List<String> troubled = new ArrayList<>();
            for (int number = 0; number < Math.max(amount.healthy(), amount.troubled()); number++) {
                String account = "person" + number + "@hostile.example";
                at.sandbox().addPerson(account, "Person", "Number" + number, ZoneId.of("Europe/Berlin"));
                if (number < amount.healthy()) {
                    ending.add(connections.connect(ada, "google", account));
                }
                if (number < amount.troubled()) {
                    troubled.add(connections.connect(ada, "linkedin", account));
                }
            }
            connections.knobs("google", "{" + SHORT + "}");
            connections.knobs("linkedin", "{" + SHORT + "}");
            String key = ada.key("tokens:vend");
            return measured(new HostileLoad(at.port(), key, living, ending, troubled, amount.callers()));
        }
    }

    private Result measured(HostileLoad load) throws Exception {
        out.println("warming up");
        // until the last token of connecting has ended
        load.round(amount.round().plusSeconds(10));
        List<Line> lines = new ArrayList<>();
        for (Map.Entry<String, String> trouble : TROUBLES.entrySet()) {
            List<HostileLoad.Round> without = new ArrayList<>();
            List<HostileLoad.Round> with = new ArrayList<>();
            for (int round = 0; round < amount.rounds(); round++) {
                without.add(load.round(amount.round()));
                connections.knobs("linkedin", trouble.getValue());
                with.add(load.round(amount.round()));
                connections.knobs("linkedin", WELL);
            }
            Line line = new Line(
                    trouble.getKey(),
                    side(without),
                    side(with),
                    with.stream().mapToLong(HostileLoad.Round::refused).sum());
            out.printf(
                    Locale.ROOT,
                    "it %s: vend p99 ratio %.2f, renewal p99 ratio %.2f, %d healthy failures%n",
                    line.trouble(),
                    line.vendRatio(),
                    line.renewalRatio(),
                    line.with().failures());
            lines.add(line);
        }
        return new Result(lines, amount);
    }

    private static Side side(List<HostileLoad.Round> rounds) {
        double[] vends = rounds.stream()
                .flatMapToDouble(round -> round.vends().stream().mapToDouble(d -> d))
                .sorted()
                .toArray();
        double[] renewals = rounds.stream()
                .flatMapToDouble(round -> round.renewals().stream().mapToDouble(d -> d))
                .sorted()
                .toArray();
        return new Side(
                at(vends, 0.5),
                at(vends, 0.99),
                at(renewals, 0.5),
                at(renewals, 0.99),
                renewals.length,
                rounds.stream().mapToLong(HostileLoad.Round::failures).sum());
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
    }
}
