package dev.concierge.server.sync;

import dev.concierge.server.sync.streams.StreamDescription;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * How the streams are kept in step.
 *
 * @param providerConcurrency runs of one provider at once over all nodes, 1 to 64, default 4: one that hangs delays no other
 * @param slice how long a worker goes on before others get their turn, default 30 s; a long run goes on where it was
 * @param lease how long a claim is held without a stored page, default 2 min; longer than any call, its refresh and its store
 * @param deadline total time of one call to a provider, default 30 s
 * @param firstPause pause after a failure, default 30 s; it doubles with each further one
 * @param longestPause and ends here, default 1 h
 * @param answerLimit the largest page, default 16 MB
 * @param recordLimit the largest record, default 256 KB; of a larger one the largest members are left out
 * @param keepRuns how long the history of runs is kept, default 30 days
 * @param keepTombstones how long the feed tells of what is gone, default 30 days
 * @param keepRecords how long records of a stream are kept after their time, such as {@code google.mail.messages=365d}; others as the stream
 *     itself says
 * @param longestWait how long a run waits for its turn within a provider's limits before it lets others go first, default 2 s
 * @param progressLife how long a stream of progress stays open before its reader has to come back, default 30 s
 */
@ConfigurationProperties("concierge.sync")
record SyncSettings(
        @DefaultValue("4") int providerConcurrency,
        @DefaultValue("30s") Duration slice,
        @DefaultValue("2m") Duration lease,
        @DefaultValue("30s") Duration deadline,
        @DefaultValue("30s") Duration firstPause,
        @DefaultValue("1h") Duration longestPause,
        @DefaultValue("16MB") DataSize answerLimit,
        @DefaultValue("256KB") DataSize recordLimit,
        @DefaultValue("30d") Duration keepRuns,
        @DefaultValue("30d") Duration keepTombstones,
        @DefaultValue({}) List<String> keepRecords,
        @DefaultValue("2s") Duration longestWait,
        @DefaultValue("30s") Duration progressLife) {
    private static final int MOST = 64;

    SyncSettings {
        keepRecords = List.copyOf(keepRecords);
        kept(keepRecords);
        if (providerConcurrency < 1 || providerConcurrency > MOST) {
            throw new IllegalArgumentException("concierge.sync: a provider has 1 to " + MOST + " runs at once");
        }
        if (lease.compareTo(deadline.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("concierge.sync: a lease is at least twice a call's deadline");
        }
    }

    /** How long the stream's records are kept after their time; null for as long as the provider has them. */
    @Nullable
    Duration keep(StreamDescription stream) {
        return kept(keepRecords).getOrDefault(stream.name(), stream.keep());
    }

    private static Map<String, Duration> kept(List<String> lines) {
        Map<String, Duration> kept = new HashMap<>();
        for (String line : lines) {
            String[] parts = line.strip().split("=", -1);
            try {
                Duration time = DurationStyle.detectAndParse(parts[parts.length - 1]);
                if (parts.length != 2 || !time.isPositive()) {
                    throw new IllegalArgumentException("not a name and a time");
                }
                kept.put(parts[0], time);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "concierge.sync.keep-records: " + line
                                + " is no stream=time, such as google.mail.messages=365d",
                        e);
            }
        }
        return kept;
    }
}
