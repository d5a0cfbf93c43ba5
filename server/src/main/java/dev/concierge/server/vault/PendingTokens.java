package dev.concierge.server.vault;

import dev.concierge.server.encryption.Binding;
import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.UnreadableException;
import dev.concierge.server.oauth.TokenSet;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Seals a token answer that waits for a person's choice, bound to its row of {@code pending_grants}, and opens it again. */
@Component
public class PendingTokens {
    private record Sealed(
            String access,
            @Nullable String refresh,
            String type,
            @Nullable Long expiresIn,
            @Nullable Long refreshExpiresIn,
            @Nullable Set<String> scopes) {
        @Override
        public String toString() {
            return "Sealed[secret]";
        }
    }

    private final RowCipher cipher;
    private final JsonMapper json;

    PendingTokens(RowCipher cipher, JsonMapper json) {
        this.cipher = cipher;
        this.json = json;
    }

    /** The tokens as one ciphertext. Their ID token has been checked and is not kept. */
    public Ciphertext seal(TokenSet tokens, UUID pendingId, UUID accountId) {
        Secret refresh = tokens.refreshToken();
        Sealed plain = new Sealed(
                tokens.accessToken().reveal(),
                refresh == null ? null : refresh.reveal(),
                tokens.tokenType(),
                seconds(tokens.expiresIn()),
                seconds(tokens.refreshExpiresIn()),
                tokens.scopes());
        return cipher.encrypt(Secret.of(json.writeValueAsBytes(plain)), binding(pendingId, accountId));
    }

    /**
     * The tokens again.
     *
     * @param waited how long they waited; their lives have gone on
     * @throws UnreadableException when the row was changed or moved
     */
    public TokenSet open(Ciphertext sealed, UUID pendingId, UUID accountId, Duration waited)
            throws UnreadableException {
        Sealed plain = json.readValue(
                cipher.decrypt(sealed, binding(pendingId, accountId)).revealBytes(), Sealed.class);
        return new TokenSet(
                Secret.of(plain.access()),
                plain.refresh() == null ? null : Secret.of(plain.refresh()),
                plain.type(),
                left(plain.expiresIn(), waited),
                left(plain.refreshExpiresIn(), waited),
                plain.scopes(),
                null);
    }

    private static Binding binding(UUID pendingId, UUID accountId) {
        return new Binding("pending_grants", "tokens", pendingId, accountId, 0);
    }

    private static @Nullable Long seconds(@Nullable Duration life) {
        return life == null ? null : life.toSeconds();
    }

    private static @Nullable Duration left(@Nullable Long seconds, Duration waited) {
        if (seconds == null) {
            return null;
        }
        Duration left = Duration.ofSeconds(seconds).minus(waited);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
