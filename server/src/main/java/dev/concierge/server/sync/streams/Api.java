package dev.concierge.server.sync.streams;

import java.time.Instant;

/** One of the provider's APIs, as one integration may use it. Tokens, limits and errors are taken care of. */
public interface Api {
    /** Makes a GET. Never throws for anything that the other side does. */
    ApiOutcome get(ApiRequest request);

    /** Whether a scope, by its canonical name, was granted. */
    boolean granted(String scope);

    Instant now();
}
