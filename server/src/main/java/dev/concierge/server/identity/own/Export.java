package dev.concierge.server.identity.own;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A copy of somebody's data that they asked for.
 *
 * @param readyAt null while it is being made
 * @param expiresAt when it is deleted here
 * @param bytes how large the file is; 0 while it is being made
 */
public record Export(UUID id, Instant askedAt, @Nullable Instant readyAt, Instant expiresAt, long bytes) {
    public boolean isReady() {
        return readyAt != null;
    }
}
