package dev.concierge.server.identity.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/second}: GET {@code /login/second}, where a sign-in that a first factor began is completed; fields {@code code}, {@code way}
 * and {@code to} of POST {@code /login/second}, {@code credential} and {@code to} of POST {@code /login/second/passkey}, or {@code to} of POST {@code
 * /login/second/enrol} and {@code /login/second/passkey-new}.
 *
 * @param state what is asked for
 * @param ways the others that would do as well
 * @param to where to go on afterwards
 * @param passkeys whether one can be set up here
 * @param error one sentence about what was typed, or null
 */
public record SecondView(
        State state,
        List<Way> ways,
        String to,
        boolean passkeys,
        @Nullable String error) {
    public enum State {
        CODE,
        RECOVERY,
        /** By script. */
        PASSKEY,
        /** The role must have a second factor and the account has none: one is set up now. */
        ENROL,
        /** The same, but the sign-in is too long ago for that. */
        SIGN_IN_AGAIN
    }

    /**
     * A factor that may be used instead.
     *
     * @param word for the parameter {@code way}
     */
    public record Way(String word, String title) {}
}
