package dev.concierge.server.identity;

/** How a refresh ended. */
public sealed interface RefreshOutcome {
    record Refreshed(IssuedTokens tokens) implements RefreshOutcome {}

    /** The token is nobody's, used, or over; the client must sign in again, and is not told which. */
    record Refused() implements RefreshOutcome {}
}
