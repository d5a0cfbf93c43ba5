package dev.concierge.server.identity.web;

import org.jspecify.annotations.Nullable;

/**
 * {@code GET /signup} and the answer to a refused {@code POST /signup}, template {@code identity/sign-up}.
 *
 * @param mode whether people may make their own accounts; anything but {@link Mode#OPEN} shows a page without a form
 * @param name what was typed; empty at first
 * @param email what was typed; empty at first
 * @param error what is wrong as a whole; null when nothing is
 * @param nameError what is wrong with the name; null when nothing is
 * @param emailError what is wrong with the address; null when nothing is
 * @param passwordError what is wrong with the password; null when nothing is
 * @param returnTo checked path to go on to, sent back as {@code to}
 * @param minimumLength how many characters a password has at least
 */
public record SignUpView(
        Mode mode,
        String name,
        String email,
        @Nullable String error,
        @Nullable String nameError,
        @Nullable String emailError,
        @Nullable String passwordError,
        String returnTo,
        int minimumLength) {

    /** Who may make an account ({@code SIGN_UP}). */
    public enum Mode {
        OPEN,
        INVITE,
        CLOSED
    }
}
