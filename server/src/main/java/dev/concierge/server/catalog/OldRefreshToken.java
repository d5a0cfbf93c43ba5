package dev.concierge.server.catalog;

import java.time.Duration;

/** What becomes of a refresh token when it has been used. It decides what may be tried when an answer was lost. */
public sealed interface OldRefreshToken {
    /** It goes on working; a refresh may be repeated at any time. */
    record Stays() implements OldRefreshToken {}

    /** It works for a while after its first use. */
    record Grace(Duration duration) implements OldRefreshToken {}

    /** It ends with its use; a second use may end the whole grant. */
    record Dies() implements OldRefreshToken {}
}
