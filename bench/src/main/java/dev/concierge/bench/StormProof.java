package dev.concierge.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Tokens of eight providers that end within minutes, while one provider hangs, one is limited, nodes are killed and the database falls. */
final class StormProof {
    private static final String ACCOUNT = "linh.tran@meridian.example";
    static final int KILLS = 5;
    private static final Path FAKE_TIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(30);

    /**
     * @param interrupted the grants whose refresh a killed process had under way, and those that were taken up by nobody after the database's were killed
     * @param costs of the first node and the database, a renewed token
     * @param clockMoved whether the second node's clock could be moved on this machine
     */
    record Passage(
            StormRun run,
            List<StormGrants.Fate> fates,
            Duration took,
            VendProof.Costs costs,
            Set<UUID> interrupted,
            boolean clockMoved) {
        Passage {
            fates = List.copyOf(fates);
            interrupted = Set.copyOf(interrupted);
        }

        /** Those that the trouble of one provider must not touch. */
        List<StormGrants.Fate> others() {
            return fates.stream()
                    .filter(fate -> !run.trouble() || !fate.provider().equals(StormScale.HANGING))
                    .toList();
        }

        /** Answered by a provider whose tokens work once, and killed before it was stored: nobody can renew these. */
        long lost() {
            return others().stream().filter(this::isLost).count();
        }

        boolean isLost(StormGrants.Fate fate) {
            return fate.answerLost() && interrupted.contains(fate.grant());
        }

        /**
         * Killed before anybody could know whether a token that works once was spent. It is tried once more, and not before the access token has ended: a
         * second use of a spent one would end that, too. It worked.
         */
        boolean isUnknownUntilItsEnd(StormGrants.Fate fate) {
            return fate.renewed() && !fate.inTime() && worksOnce(fate) && interrupted.contains(fate.grant());
        }

        private static boolean worksOnce(StormGrants.Fate fate) {
            return StormScale.WORKS_ONCE.contains(fate.provider());
        }

        boolean isExpired(StormGrants.Fate fate) {
            return !fate.inTime() && !isLost(fate) && !isUnknownUntilItsEnd(fate);
        }

        long expired() {
            return others().stream().filter(this::isExpired).count();
        }

        boolean dead() {
            return others().stream()
                            .filter(fate -> !fate.state().equals("live"))
                            .count()
                    > lost();
        }
    }

    record Result(StormScale scale, List<Passage> passages) {
        Result {
            passages = List.copyOf(passages);
        }

        /** Whether nothing expired or was marked dead but what hung, and each part of the storm could be made. */
        boolean passed() {
            return passages.stream()
                    .allMatch(passage -> passage.expired() == 0
                            && !passage.dead()
                            && (!passage.run().chaos() || passage.clockMoved()));
        }
    }

    private StormProof() {}

    static Proof.Outcome prove(Path root, String word, PrintStream out) throws Exception {
        Result result = run(root, StormScale.of(word), out);
        return new Proof.Outcome(result.passed(), StormPage.of(result).write(root, word, result.passed()));
    }

    static Result run(Path root, StormScale scale, PrintStream out) throws Exception {
        List<Passage> passages = new ArrayList<>();
        for (StormRun run : scale.runs()) {
            out.println(run.words());
            passages.add(passage(root, scale, run, out));
        }
        return new Result(scale, passages);
    }

    private static Passage passage(Path root, StormScale scale, StormRun run, PrintStream out) throws Exception {
        List<String> providers = List.copyOf(scale.grants().keySet());
        try (Installation at = Installation.start(root, Connections.environment(providers), text -> text);
                Journey ada = new Journey(at.url("/"))) {
            Connections connections = new Connections(at);
            connections.prepare(providers);
            ada.signUp("storm@people.example");
            StormGrants grants = new StormGrants(at, scale.life());
            grants.populate(scale.total());
            for (String provider : providers) {
                UUID integration = UUID.fromString(connections.connect(ada, provider, ACCOUNT));
                connections.knobs(provider, "{\"refreshTokensPerPerson\":10000000}");
                grants.add(provider, integration, ACCOUNT, scale.count(provider), scale.spread());
            }
            if (run.trouble()) {
                connections.knobs(StormScale.HANGING, "{\"hang\":[{\"endpoint\":\"*\"}]}");
                connections.knobs(StormScale.LIMITED, "{\"requestsPerSecond\":" + scale.perSecond() + "}");
            }
            out.println("  " + scale.total() + " grants of " + grants.people() + " people are there");
            Passage passage = through(at, grants, scale, run, out);
            connections.knobs(StormScale.HANGING, "{\"hang\":[]}");
            return passage;
        }
    }

    private static Passage through(Installation at, StormGrants grants, StormScale scale, StormRun run, PrintStream out)
            throws Exception {
        VendProof.Used before = VendProof.Used.now(at);
        grants.begin();
        Instant began = Instant.now();
        StormChaos chaos = run.chaos() ? new StormChaos(at, KILLS, movedClock(), out) : null;
        if (chaos != null) {
            chaos.begin();
        }
        String notWaitedFor = run.trouble() ? StormScale.HANGING : "";
        Instant end = grants.ends(scale.spread());
        Instant last = end.plus(GRACE);
        int left = scale.total();
        while (left > 0 && Instant.now().isBefore(last)) {
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            left = leftNow(grants, notWaitedFor, end, left);
        }
        VendProof.Used after = VendProof.Used.now(at);
        if (chaos != null) {
            chaos.end();
        }
        List<StormGrants.Fate> fates = grants.fates();
        Passage passage = new Passage(
                run,
                fates,
                Duration.between(began, Instant.now()),
                VendProof.Costs.between(
                        before,
                        after,
                        fates.stream().filter(StormGrants.Fate::renewed).count()),
                chaos == null ? Set.of() : chaos.interrupted(),
                chaos != null && Files.exists(FAKE_TIME));
        Map<String, Long> states = new TreeMap<>(passage.fates().stream()
                .collect(Collectors.groupingBy(fate -> fate.provider() + " " + fate.state(), Collectors.counting())));
        out.println("  " + states + ", of these ended before they were renewed "
                + passage.fates().stream()
                        .filter(fate -> !fate.inTime())
                        .collect(Collectors.groupingBy(
                                StormGrants.Fate::provider, TreeMap::new, Collectors.counting())));
        out.println("  " + passage.expired() + " of " + passage.others().size() + " expired unrefreshed, "
                + passage.lost() + " lost with a killed process, "
                + passage.took().toSeconds() + " s; microseconds of processor a renewal: "
                + Math.round(passage.costs().server())
                + " the first node, " + Math.round(passage.costs().database()) + " the database");
        return passage;
    }

    /** The database may be away at this moment. */
    private static int leftNow(StormGrants grants, String notWaitedFor, Instant end, int before) {
        try {
            return grants.left(notWaitedFor, end);
        } catch (SQLException e) {
            return before;
        }
    }

    private static Map<String, String> movedClock() {
        Map<String, String> environment = new TreeMap<>();
        if (Files.exists(FAKE_TIME)) {
            environment.put("LD_PRELOAD", FAKE_TIME.toString());
            environment.put("FAKETIME", "+5m");
            environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
            environment.put("DONT_FAKE_MONOTONIC", "1");
            // Otherwise each wait with a time-out ends at once, and the node spins.
            environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        }
        return environment;
    }
}
