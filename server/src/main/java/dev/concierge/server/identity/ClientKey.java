package dev.concierge.server.identity;

import dev.concierge.server.encryption.Secret;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A secret that a client chose when it signed in and sends with each refresh, kept apart from its tokens. It tells a client that asks twice from a
 * stranger who has a copy of its refresh token.
 */
public final class ClientKey {
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{32,200}");

    private final TokenHash hash;

    private ClientKey(TokenHash hash) {
        this.hash = hash;
    }

    /** Empty unless it is 32 to 200 visible ASCII characters; whether they are random is the client's to see to. */
    public static Optional<ClientKey> parse(String text) {
        return FORM.matcher(text).matches()
                ? Optional.of(new ClientKey(TokenHash.of(Secret.of(text))))
                : Optional.empty();
    }

    TokenHash hash() {
        return hash;
    }
}
