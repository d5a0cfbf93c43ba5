package dev.concierge.server.sync;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which runs of an account; null takes all.
 *
 * @param provider of one provider
 * @param about those that are about any of these
 */
public record RunFilter(
        @Nullable String provider,
        @Nullable RunResult result,
        @Nullable About about) {
    public static final RunFilter ALL = new RunFilter(null, null, null);

    /**
     * What a text was found to mean: integrations, streams or causes.
     *
     * @param streams by name
     */
    public record About(Set<UUID> integrations, Set<String> streams, Set<String> causes) {
        public About {
            integrations = Set.copyOf(integrations);
            streams = Set.copyOf(streams);
            causes = Set.copyOf(causes);
        }

        /** Whether the text means nothing that a run could be about. */
        public boolean isEmpty() {
            return integrations.isEmpty() && streams.isEmpty() && causes.isEmpty();
        }
    }
}
