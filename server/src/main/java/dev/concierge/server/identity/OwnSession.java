package dev.concierge.server.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of a person's living sessions, as shown to that person.
 *
 * @param agent the user agent's own words; foreign text
 * @param provedAt when anything was last proved in it
 * @param failedBefore wrong passwords tried between this sign-in and the one before
 * @param failedLastAt when the last of them was tried
 */
public record OwnSession(
        UUID id,
        String address,
        String agent,
        Instant createdAt,
        Instant provedAt,
        Instant seenAt,
        int failedBefore,
        @Nullable Instant failedLastAt) {}
