package dev.concierge.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Pages of syncs that {@code kill -9} of their node interrupts while another node goes on, and things come, change and go at the provider: at the end the records
 * are what the provider has, and so is the copy of somebody who read the feed of changes all the time.
 */
final class SyncKillProof {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * What a run gave.
     *
     * @param records what is stored, beside the sandbox's own store
     * @param feed the copy that a reader of the feed has, beside the same
     * @param unlike records that the reader knows in another version than the one that is stored, or does not know
     * @param outcomes how the interrupted runs ended, by the history
     * @param open runs that have not ended
     * @param miscounted streams whose count of records is wrong
     */
    record Result(
            SyncKillScale scale,
            List<SyncKillRound> rounds,
            SyncKillComparison records,
            SyncKillComparison feed,
            SyncKillReader.Told told,
            long unlike,
            Map<String, Long> outcomes,
            long open,
            long miscounted,
            long runs,
            long pages,
            Duration took) {
        Result {
            rounds = List.copyOf(rounds);
            outcomes = Map.copyOf(outcomes);
        }

        int interrupted() {
            return rounds.stream().mapToInt(round -> round.interrupted().size()).sum();
        }

        /** Whether enough was interrupted, and nothing came of it. */
        boolean passed() {
            return rounds.size() == scale.kills().size()
                    && rounds.stream().allMatch(round -> round.reached(scale.inFlight()))
                    && records.same()
                    && feed.same()
                    && unlike == 0
                    && told.again() + told.back() == 0
                    && outcomes.equals(Map.of("interrupted", (long) interrupted()))
                    && open == 0
                    && miscounted == 0;
        }
    }

    private SyncKillProof() {}

    static Proof.Outcome prove(Path root, String word, PrintStream out) throws Exception {
        Result result = run(root, SyncKillScale.of(word), out);
        return new Proof.Outcome(result.passed(), SyncKillPage.of(result).write(root, word, result.passed()));
    }

    static Result run(Path root, SyncKillScale scale, PrintStream out) throws Exception {
        long begun = System.nanoTime();
        out.println("starting an installation");
        try (Installation at = Installation.start(root, scale.environment(), SyncKillGroup::withFilesAndMail);
                SyncKillGroup group = SyncKillGroup.connect(at, scale);
                SyncKillRows rows = new SyncKillRows(at.database());
                SyncKillReader reader = new SyncKillReader(at.url("/api/v1/sync/records"), group.key())) {
            out.println("  " + scale.integrations() + " accounts are connected");
            SyncKillWork work = new SyncKillWork(at, scale, group, rows, out);
            List<SyncKillRound> rounds = work.rounds();
            Map<String, SyncKillItem.State> stored = rows.records();
            Map<String, SyncKillItem.State> copied = copied(reader, stored);
            Map<SyncKillItem, String> truth = group.truth();
            return new Result(
                    scale,
                    rounds,
                    SyncKillComparison.of(truth, stored.values()),
                    SyncKillComparison.of(truth, copied.values()),
                    reader.counts(),
                    unlike(stored, copied),
                    rows.outcomes(work.killed()),
                    rows.open(List.of()).size(),
                    rows.miscounted(),
                    rows.runs(),
                    rows.pages(),
                    Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /** What the reader has when it has everything, or when it has had enough time: the feed keeps back what is younger than the oldest open transaction. */
    private static Map<String, SyncKillItem.State> copied(SyncKillReader reader, Map<String, SyncKillItem.State> stored)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Map<String, SyncKillItem.State> copied = reader.copy();
        while (unlike(stored, copied) > 0 && System.nanoTime() < end) {
            Thread.sleep(100);
            copied = reader.copy();
        }
        return copied;
    }

    private static long unlike(Map<String, SyncKillItem.State> stored, Map<String, SyncKillItem.State> copied) {
        long differ = stored.entrySet().stream()
                .filter(one -> !one.getValue().equals(copied.get(one.getKey())))
                .count();
        return differ
                + copied.keySet().stream().filter(id -> !stored.containsKey(id)).count();
    }
}
