package dev.concierge.server.identity.web;

import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/forgot}: GET {@code /forgot} and the answer of its POST (field {@code email}); also of POST {@code /login/link}. A good one
 * is answered the same for every address.
 *
 * @param kind what is asked for
 * @param email what was typed
 * @param emailError one sentence about the field, or null
 * @param error one sentence about the whole form, or null
 * @param state what the page says
 */
public record ForgotView(
        Kind kind,
        String email,
        @Nullable String emailError,
        @Nullable String error,
        State state) {
    /** What is asked for. */
    public enum Kind {
        RESET,
        SIGN_IN
    }

    /** What the page says. */
    public enum State {
        FORM,
        /** If there is an account, a mail is on its way. */
        ASKED,
        /** No mail is sent here. */
        NO_MAIL
    }
}
