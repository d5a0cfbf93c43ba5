package dev.concierge.server.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** Asks a person to prove who they are once more, before a dangerous act of a room that knows nothing of passwords. The identity room does it. */
public interface FreshProof {
    /** How it ended. */
    enum Outcome {
        PROVED,
        /** The last proof is more than ten minutes old: ask for the password. */
        NEEDED,
        /** There is no password to prove: only a new sign-in through a provider is a proof. */
        SIGN_IN_AGAIN,
        WRONG
    }

    /**
     * Decides, and proves the password when one was sent and is needed; the session then goes on under a new token. Without a password it only
     * says what is needed.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests}
     */
    Outcome prove(
            Caller.Person person, @Nullable String password, HttpServletRequest request, HttpServletResponse response);
}
