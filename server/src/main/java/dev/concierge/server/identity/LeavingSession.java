package dev.concierge.server.identity;

import dev.concierge.server.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * A session of somebody who asked to delete their account, proved all that a sign-in asks for, and may only say that they keep it, or leave. It is no
 * {@link Caller}, so no other page or endpoint can take it for one.
 *
 * @param person who they were, and are again when they stay
 */
public record LeavingSession(Caller.Person person) {
    private static final String ATTRIBUTE = LeavingSession.class.getName();

    /** That of a request; empty for everybody else. */
    public static Optional<LeavingSession> of(HttpServletRequest request) {
        return Optional.ofNullable((LeavingSession) request.getAttribute(ATTRIBUTE));
    }

    void keepIn(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
