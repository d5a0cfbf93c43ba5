package dev.concierge.server.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * On what proof an identity opens its account.
 *
 * @param by {@code sign-up}: it made the account; {@code import}: so did an older installation; {@code first-proof}: its provider was the first to
 *     vouch for the account's address; {@code fresh-sign-in}: both had proved the address, and the person had just signed in to the account
 * @param session in which the person joined them; null otherwise
 */
record LinkProof(String by, @Nullable UUID session) {
    static LinkProof signUp() {
        return new LinkProof("sign-up", null);
    }

    static LinkProof imported() {
        return new LinkProof("import", null);
    }

    static LinkProof first() {
        return new LinkProof("first-proof", null);
    }

    static LinkProof fresh(UUID session) {
        return new LinkProof("fresh-sign-in", session);
    }
}
