package dev.concierge.server.authorization;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.BrowserId;
import java.util.Optional;

/** Trips to providers: each is named by a one-time {@code state}, bound to one browser and provider, and lives for ten minutes. */
public interface AuthorizationRequests {
    /**
     * Writes down a trip and answers where the browser must go. State, verifier and nonce are made here.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests} when this browser has twenty open already
     */
    Started start(StartRequest request);

    /**
     * Takes a trip, once, in a transaction of its own that is committed before this returns. The wrong browser, provider or time takes nothing and
     * burns nothing; of two at once one gets it.
     *
     * @param providerId of the callback's path
     * @return empty for each of these, without saying which
     * @throws IllegalStateException inside a transaction
     */
    Optional<AuthorizationRequest> take(String providerId, Secret state, BrowserId browser);

    /** Deletes trips that nobody can take any more. @return how many went, at most {@code atMost} */
    int purge(int atMost);
}
