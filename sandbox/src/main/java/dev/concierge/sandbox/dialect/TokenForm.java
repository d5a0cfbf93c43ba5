package dev.concierge.sandbox.dialect;

import java.util.function.Supplier;

/**
 * How one provider's tokens look.
 *
 * @param access makes values of access tokens
 * @param refresh makes values of refresh tokens
 * @param refreshCap how many live refresh tokens a person may have at one client; one more ends the oldest without a word
 */
public record TokenForm(Supplier<String> access, Supplier<String> refresh, int refreshCap) {
    /** No limit that anybody would reach. */
    public static final int UNLIMITED = Integer.MAX_VALUE;
}
