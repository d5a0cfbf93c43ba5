package dev.concierge.server.identity.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/sign-in}: GET {@code /login}, and the answer of POST {@code /login} (fields {@code email}, {@code password},
 * {@code to}) when it refuses.
 *
 * @param email what was typed, to be shown again; empty at first
 * @param error one sentence about the whole form, or null; it never tells whether the address is known
 * @param notice one sentence of good or neutral news ("You are signed out."), or null
 * @param returnTo for the hidden field {@code to}: a path of ours, {@code /} when none was asked for
 * @param buttons the providers one can sign in with; empty when there is none
 * @param passkeys whether this installation can have passkeys; POST {@code /login/passkey} (fields {@code credential}, {@code to})
 * @param signUpOpen whether to offer {@code /signup}
 */
public record SignInView(
        String email,
        @Nullable String error,
        @Nullable String notice,
        String returnTo,
        List<SignInButton> buttons,
        boolean passkeys,
        boolean signUpOpen) {
    public SignInView {
        buttons = List.copyOf(buttons);
    }
}
