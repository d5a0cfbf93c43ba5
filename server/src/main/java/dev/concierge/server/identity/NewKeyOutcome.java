package dev.concierge.server.identity;

import org.jspecify.annotations.Nullable;

/** How making a key ended. */
public sealed interface NewKeyOutcome {
    record Made(NewApiKey key) implements NewKeyOutcome {}

    /** Something asked for cannot be had; each sentence is for the person. */
    record Unfit(
            @Nullable String name,
            @Nullable String scopes,
            @Nullable String days) implements NewKeyOutcome {}
}
