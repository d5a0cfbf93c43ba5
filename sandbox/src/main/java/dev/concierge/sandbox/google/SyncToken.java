package dev.concierge.sandbox.google;

import dev.concierge.sandbox.calendar.CalendarKey;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a sync token remembers: up to which change its holder knows a calendar, and how it was read.
 *
 * @param timeMin the restriction of the first, full pass; it goes on
 */
record SyncToken(
        CalendarKey calendar,
        long revision,
        Instant issuedAt,
        boolean singleEvents,
        @Nullable Instant timeMin,
        @Nullable Instant timeMax) {

    String encode() {
        return Opaque.encode(this);
    }

    static Optional<SyncToken> decode(String text) {
        return Opaque.decode(text, SyncToken.class);
    }
}
