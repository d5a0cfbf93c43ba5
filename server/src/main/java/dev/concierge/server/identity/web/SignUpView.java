package dev.concierge.server.identity.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/sign-up}: GET {@code /signup}, and the answer of POST {@code /signup} (fields {@code name}, {@code email},
 * {@code password}, {@code to}) when a field is refused. A good one answers 303 to {@code /login}, whoever the address belongs to.
 *
 * @param policy when not {@link Policy#OPEN}, there is no form for a password: the page says how accounts are made here
 * @param buttons the providers one can make an account through; empty when there is none, or nobody may
 * @param domains whose addresses an account needs under {@link Policy#DOMAINS}, in words; empty otherwise
 * @param name what was typed
 * @param email what was typed
 * @param nameError one sentence about the field, or null
 * @param emailError one sentence about the field, or null
 * @param passwordError one sentence about the field, or null
 * @param error one sentence about the whole form, or null
 * @param returnTo for the hidden field {@code to}
 * @param passwordLeast characters a password needs at least, for the help text and {@code minlength}
 */
public record SignUpView(
        Policy policy,
        List<SignInButton> buttons,
        String domains,
        String name,
        String email,
        @Nullable String nameError,
        @Nullable String emailError,
        @Nullable String passwordError,
        @Nullable String error,
        String returnTo,
        int passwordLeast) {

    public SignUpView {
        buttons = List.copyOf(buttons);
    }

    /** Who may make an account ({@code SIGN_UP}). */
    public enum Policy {
        OPEN,
        /** Whoever has an address of some domains, proved by a provider. */
        DOMAINS,
        INVITE,
        CLOSED
    }
}
