package dev.concierge.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All streams due at once, until those of the healthy providers were read to the end.
 *
 * @param trouble whether one provider hung and one was at its limit
 * @param runs that ended in it
 * @param live what the server's heap held after a collection, at the most, in megabytes
 */
record SyncScaleWave(boolean trouble, List<SyncScaleRows.Run> runs, Duration took, double live, long resident) {
    SyncScaleWave {
        runs = List.copyOf(runs);
    }

    /** How long runs of these providers were waited for, in seconds, the shortest first. */
    double[] waits(Collection<String> providers) {
        return runs.stream()
                .filter(run -> providers.contains(run.provider()))
                .mapToDouble(SyncScaleRows.Run::seconds)
                .sorted()
                .toArray();
    }

    /** How many runs of these providers ended how. */
    Map<String, Long> outcomes(Collection<String> providers) {
        return runs.stream()
                .filter(run -> providers.contains(run.provider()))
                .collect(Collectors.groupingBy(SyncScaleRows.Run::outcome, TreeMap::new, Collectors.counting()));
    }

    /** Whether no run of a healthy provider ended otherwise than well, or than by waiting for its turn. */
    boolean healthy() {
        return List.of("done", "rate_limited", "continued")
                .containsAll(outcomes(SyncScaleAmount.HEALTHY).keySet());
    }

    static double at(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
    }
}
