package dev.concierge.server.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of a person's living sessions or API sign-ins, as shown to that person.
 *
 * @param agent the user agent's own words; foreign text
 * @param passwordAt when the password was last proved in it
 * @param failedBefore wrong passwords tried between this sign-in and the one before
 * @param failedLastAt when the last of them was tried
 * @param program whether it is an API sign-in, not a browser's session
 */
public record OwnSession(
        UUID id,
        String address,
        String agent,
        Instant createdAt,
        Instant passwordAt,
        Instant seenAt,
        int failedBefore,
        @Nullable Instant failedLastAt,
        boolean program) {}
