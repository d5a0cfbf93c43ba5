package dev.concierge.server.sync.streams;

import java.time.Instant;
import java.util.Optional;

/** One of the provider's APIs, as one integration may use it. Tokens, limits, budgets and errors are taken care of. */
public interface Api {
    /** Makes a call. Never throws for anything that the other side does. */
    ApiOutcome ask(ApiRequest request);

    /** Whether a scope, by its canonical name, was granted. */
    boolean granted(String scope);

    /** Whether the person asked for what stands in each thing, too ({@link StreamDescription#bodies}), and allowed it. */
    boolean readsBodies();

    /**
     * What {@link ApiRequest#exactly} wants of a link that the provider gave, such as that of the next page.
     *
     * @return path and query below this API's base address; empty for a link that leads anywhere else: it is not followed
     */
    Optional<String> below(String link);

    Instant now();
}
