package dev.concierge.server.identity;

import dev.concierge.server.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/**
 * A session whose person has not proved enough, as the gate says at each request: somebody on the way in, or somebody inside whose account or role asks
 * for more since. Nothing opens to it but the pages that complete it. It is no {@link Caller}, so no other page or endpoint can take it for one.
 *
 * @param person whom it will let in
 * @param oneOf what completes it; empty when a second factor must be set up first
 * @param recent whether anything was proved within the last ten minutes: a second factor is set up on that alone
 */
public record HalfSession(Caller.Person person, Set<Factor> oneOf, boolean recent) {
    private static final String ATTRIBUTE = HalfSession.class.getName();

    public HalfSession {
        oneOf = Set.copyOf(oneOf);
    }

    /** Whether the account must set up a second factor before it gets in. */
    public boolean mustEnrol() {
        return oneOf.isEmpty();
    }

    /** That of a request; empty for somebody who is signed in, and for a stranger. */
    public static Optional<HalfSession> of(HttpServletRequest request) {
        return Optional.ofNullable((HalfSession) request.getAttribute(ATTRIBUTE));
    }

    void keepIn(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
