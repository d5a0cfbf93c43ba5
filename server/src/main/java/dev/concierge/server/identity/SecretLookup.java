package dev.concierge.server.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.concierge.server.database.NodeCache;
import dev.concierge.server.encryption.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows by the hash of a token, from this node's memory where it is fresh. A token that was not found is not looked for again for a
 * minute: it has 256 random bits, so nobody will be given it meanwhile.
 */
final class SecretLookup<V> {
    private static final Duration UNKNOWN_FOR = Duration.ofMinutes(1);
    private static final long MOST_UNKNOWN = 20_000;

    private final NodeCache<TokenHash, V> known;
    private final Function<TokenHash, @Nullable V> loader;
    private final Cache<TokenHash, Boolean> unknown = Caffeine.newBuilder()
            .maximumSize(MOST_UNKNOWN)
            .expireAfterWrite(UNKNOWN_FOR)
            .build();

    SecretLookup(NodeCache<TokenHash, V> known, Function<TokenHash, @Nullable V> loader) {
        this.known = known;
        this.loader = loader;
    }

    Optional<V> find(Secret token) {
        TokenHash hash = TokenHash.of(token);
        if (unknown.getIfPresent(hash) != null) {
            return Optional.empty();
        }
        V found = known.get(hash, loader);
        if (found == null) {
            unknown.put(hash, true);
        }
        return Optional.ofNullable(found);
    }
}
