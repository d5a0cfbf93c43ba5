package dev.concierge.bench;

import dev.concierge.sandbox.BelongingsView;
import dev.concierge.sandbox.belongings.Belonging;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/**
 * Streams of many integrations that are due at once, on one node with production settings: how long the runs of healthy providers are waited for while another
 * one hangs and a third is at its limit, and while both are well; whether no provider is asked more than the catalog says that it allows; and the server's memory.
 */
final class SyncScaleProof {
    private static final String ACCOUNT = "linh.tran@meridian.example";
    private static final Duration PATIENCE = Duration.ofHours(2);
    private static final Duration FIRST_PATIENCE = Duration.ofMinutes(3);
    private static final int MESSAGES_KEPT = 3;
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final double GROWTH = 1.25;
    private static final double SPARE_MEGABYTES = 16;

    /** Tokens live longer than any run; what is one person's at the provider is everybody's here. */
    private static final Map<String, String> KNOBS = Map.of(
            "google", "{\"tokenLifeSeconds\":86400,\"refreshTokensPerPerson\":10000000}",
            "microsoft", "{\"tokenLifeSeconds\":86400,\"refreshTokensPerPerson\":10000000}",
            "github", "{\"refreshTokensPerPerson\":10000000,\"pollIntervalSeconds\":0,\"requestsPerHour\":100000000}",
            "notion", "{\"refreshTokensPerPerson\":10000000,\"requestsPerMinute\":100000000}",
            "meta", "{\"refreshTokensPerPerson\":10000000,\"callsPerHour\":100000000}");

    /**
     * What a run gave.
     *
     * @param missed requests that the ledger forgot before they were counted
     * @param refused requests to the limited provider that it did not take
     * @param answered requests to it that it did, with the trouble
     */
    record Result(
            SyncScaleAmount amount,
            List<SyncScaleWave> waves,
            List<SyncScaleBudgets.Line> budgets,
            long missed,
            long refused,
            long answered) {
        Result {
            waves = List.copyOf(waves);
            budgets = List.copyOf(budgets);
        }

        /** The waiting times of the healthy providers' runs, in seconds, the shortest first. */
        double[] waits(boolean trouble, Collection<String> providers) {
            return waves.stream()
                    .filter(wave -> wave.trouble() == trouble)
                    .flatMapToDouble(wave -> DoubleStream.of(wave.waits(providers)))
                    .sorted()
                    .toArray();
        }

        /** How many times as long the 99th of a hundred runs of the healthy is waited for with the trouble. */
        double ratio() {
            return SyncScaleWave.at(waits(true, SyncScaleAmount.HEALTHY), 0.99)
                    / SyncScaleWave.at(waits(false, SyncScaleAmount.HEALTHY), 0.99);
        }

        /** Whether the heap holds after the last wave what it held in the first, a quarter more at the most. */
        boolean flat() {
            return waves.getLast().live() <= waves.getFirst().live() * GROWTH + SPARE_MEGABYTES;
        }

        /** Whether nothing healthy failed and no budget was passed; and, where times say something, whether the aims are met. */
        boolean passed() {
            boolean clean = waves.stream().allMatch(SyncScaleWave::healthy)
                    && !budgets.isEmpty()
                    && budgets.stream().allMatch(SyncScaleBudgets.Line::kept)
                    && missed == 0
                    && refused > 0;
            return clean && (!amount.judged() || (ratio() <= SyncScaleAmount.AIM && flat()));
        }
    }

    private final Installation at;
    private final SyncScaleAmount amount;
    private final Connections connections;
    private final SyncScaleRows rows;
    private final PrintStream out;

    private SyncScaleProof(Installation at, SyncScaleAmount amount, SyncScaleRows rows, PrintStream out) {
        this.at = at;
        this.amount = amount;
        this.connections = new Connections(at);
        this.rows = rows;
        this.out = out;
    }

    static Proof.Outcome prove(Path root, String word, PrintStream out) throws Exception {
        Result result = run(root, SyncScaleAmount.of(word), out);
        return new Proof.Outcome(result.passed(), SyncScalePage.of(result).write(root, word, result.passed()));
    }

    static Result run(Path root, SyncScaleAmount amount, PrintStream out) throws Exception {
        out.println("starting an installation");
        try (Installation at = Installation.start(root, Connections.environment(amount.providers()), amount::describe);
                SyncScaleRows rows = new SyncScaleRows(at.database())) {
            return new SyncScaleProof(at, amount, rows, out).prove();
        }
    }

    private Result prove() throws Exception {
        load();
        rows.watch();
        out.println("  " + amount.total() + " integrations are there");
        try (SyncScaleBudgets budgets = new SyncScaleBudgets(at.sandbox().ledger())) {
            List<SyncScaleWave> waves = new ArrayList<>();
            for (int i = 0; i < amount.waves(); i++) {
                waves.add(wave(false, amount.providers()));
            }
            connections.knobs(SyncScaleAmount.HANGING, "{\"hang\":[{\"endpoint\":\"*\"}]}");
            connections.knobs(SyncScaleAmount.LIMITED, "{\"requestsPerSecond\":" + amount.perSecond() + "}");
            long before = budgets.requests(SyncScaleAmount.LIMITED);
            for (int i = 0; i < amount.waves(); i++) {
                waves.add(wave(true, SyncScaleAmount.HEALTHY));
            }
            long refused = at.sandbox().ledger().count(SyncScaleAmount.LIMITED, "search", "fault_429");
            connections.knobs(SyncScaleAmount.HANGING, "{\"hang\":[]}");
            List<SyncScaleBudgets.Line> lines = budgets.lines(Path.of(at.setting("CATALOG_DIR")), amount.providers());
            long asked = budgets.requests(SyncScaleAmount.LIMITED) - before;
            return new Result(amount, waves, lines, budgets.missed(), refused, asked - refused);
        }
    }

    private void load() throws Exception {
        connections.prepare(amount.providers());
        KNOBS.forEach(connections::knobs);
        // Reading a message is dear, and nobody's first pass is measured.
        BelongingsView messages = at.sandbox().belongings("google", "messages", ACCOUNT);
        messages.all().stream().skip(MESSAGES_KEPT).map(Belonging::id).toList().forEach(messages::remove);
        Map<String, UUID> templates = new LinkedHashMap<>();
        try (Journey person = new Journey(at.url("/"))) {
            person.signUp("sync-scale@people.example");
            for (String provider : amount.providers()) {
                templates.put(provider, UUID.fromString(connections.connect(person, provider, ACCOUNT)));
            }
        }
        await("the first of each is not in step", FIRST_PATIENCE, () -> rows.notInStep() == 0);
        SyncScaleLoader loader = new SyncScaleLoader(at, ACCOUNT);
        for (Map.Entry<String, UUID> template : templates.entrySet()) {
            loader.add(template.getKey(), template.getValue(), amount.count(template.getKey()));
        }
    }

    /** @param providers whose streams are waited for */
    private SyncScaleWave wave(boolean trouble, List<String> providers) throws Exception {
        long begun = System.nanoTime();
        Instant due = rows.wave();
        MemoryWatch.Watched<Boolean> watched = MemoryWatch.during(at.serverPid(), Duration.ofSeconds(20), () -> {
            await("not everything was read", PATIENCE, () -> rows.left(providers, due) == 0);
            return true;
        });
        SyncScaleWave wave = new SyncScaleWave(
                trouble,
                rows.runs(due),
                Duration.ofNanos(System.nanoTime() - begun),
                watched.peak().live(),
                watched.peak().resident());
        double[] waits = wave.waits(SyncScaleAmount.HEALTHY);
        out.println("  " + (trouble ? "with the trouble" : "all well") + ": " + waits.length
                + " runs of the healthy, p99 " + Math.round(SyncScaleWave.at(waits, 0.99) * 10) / 10.0 + " s; "
                + wave.outcomes(amount.providers()) + "; " + Math.round(wave.live()) + " MB live");
        return wave;
    }

    @FunctionalInterface
    private interface Reached {
        boolean now() throws SQLException;
    }

    private static void await(String otherwise, Duration patience, Reached reached)
            throws SQLException, IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!reached.now()) {
            if (System.nanoTime() > end) {
                throw new IOException(otherwise);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
    }
}
