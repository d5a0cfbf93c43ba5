package dev.concierge.server.identity;

import dev.concierge.server.web.Role;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account of a program, as an administrator sees it.
 *
 * @param role guest or user, never more
 * @param active false when it was disabled: no key of it works
 * @param livingKeys keys that were neither ended nor ran out
 * @param lastUsedAt when one of its keys was last used, to the minute; null when never
 */
public record ServiceAccount(
        UUID id,
        String name,
        Role role,
        boolean active,
        Instant createdAt,
        int livingKeys,
        @Nullable Instant lastUsedAt) {}
