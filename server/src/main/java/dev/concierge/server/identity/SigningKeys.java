package dev.concierge.server.identity;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.NodeCache;
import dev.concierge.server.database.NodeCaches;
import dev.concierge.server.encryption.RowCipher;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The keys of access tokens as every node sees them, a second after they changed at the latest. Kept in memory as the rows are, private keys sealed.
 * {@link SigningKeyTurns} makes and turns them.
 */
@Component
public class SigningKeys {
    /** What a change of the keys is announced under: there is no row for all of them. */
    static final UUID ALL = UUID.fromString("7369676e-0000-8000-8000-000000000001");

    private final SigningKeyRepository repository;
    private final SigningKeyTurns turns;
    private final RowCipher cipher;
    private final AuthScope auth;
    private final NodeCache<UUID, List<SigningKey>> cache;

    SigningKeys(
            SigningKeyRepository repository,
            SigningKeyTurns turns,
            RowCipher cipher,
            AuthScope auth,
            NodeCaches caches) {
        this.repository = repository;
        this.turns = turns;
        this.cipher = cipher;
        this.auth = auth;
        this.cache = caches.create(1, _ -> List.of(ALL));
    }

    /** What others check our tokens with (RFC 7517 section 5): next, current and retired. Makes the first keys where there are none. */
    public String published() {
        List<JWK> keys = keys().stream().map(key -> (JWK) key.publicKey()).toList();
        return new JWKSet(keys.isEmpty() ? first() : keys).toString(true);
    }

    private List<JWK> first() {
        turns.begin();
        return keys().stream().map(key -> (JWK) key.publicKey()).toList();
    }

    /** The public key of a {@code kid}, which is compared with ours and used for nothing else; the next key counts, too: another node may sign with it already. */
    Optional<ECKey> find(String kid) {
        return keys().stream()
                .filter(key -> key.id().toString().equals(kid))
                .map(SigningKey::publicKey)
                .findFirst();
    }

    /** The pair that signs now. Makes the first keys where there are none. */
    ECKey current() {
        return sealedCurrent()
                .or(() -> {
                    turns.begin();
                    return sealedCurrent();
                })
                .orElseThrow(() -> new IllegalStateException("there is no signing key"))
                .open(cipher);
    }

    private Optional<SigningKey> sealedCurrent() {
        return keys().stream()
                .filter(key -> key.state() == SigningKey.State.CURRENT)
                .findFirst();
    }

    /** That there are none yet is not kept: whoever has just made them, or another node, must see them at once. */
    private List<SigningKey> keys() {
        return Objects.requireNonNullElse(cache.get(ALL, _ -> some(auth.call(repository::sealed))), List.of());
    }

    private static @Nullable List<SigningKey> some(List<SigningKey> stored) {
        return stored.isEmpty() ? null : stored;
    }
}
