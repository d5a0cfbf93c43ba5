package dev.concierge.server.oauth;

import com.nimbusds.jose.jwk.JWK;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The providers' key sets, kept for an hour. An unknown key id makes one fetch, at most one a minute for each provider, so that tokens with made-up
 * ids flood nobody (OpenID Connect Core section 10.1.1). Who knows the key never waits for that.
 */
@Component
final class KeySets {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration LIFE_WHILE_UNREACHABLE = Duration.ofHours(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
    private static final Duration DEADLINE = Duration.ofSeconds(8);
    private static final int LARGEST_SET = 256 * 1024;

    private final Outbound outbound;
    private final Clock clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    KeySets(Outbound outbound, Clock clock) {
        this.outbound = outbound;
        this.clock = clock;
    }

    private record Fetched(List<JWK> keys, Instant at) {}

    /** One provider's; reads are free, fetching is one at a time. */
    private static final class Entry {
        private final ReentrantLock fetching = new ReentrantLock();
        private volatile @Nullable Fetched fetched;
        private Instant lastTry = Instant.MIN;
    }

    /**
     * The keys to check with.
     *
     * @param keyId that the token names; null when it names none
     * @return empty when the set cannot be had; a set without the key id when the provider does not have it
     */
    Optional<List<JWK>> keys(Provider provider, @Nullable String keyId) {
        URI jwks = provider.identity().jwks();
        if (jwks == null) {
            return Optional.empty();
        }
        Entry entry = entries.computeIfAbsent(provider.id() + " " + jwks, _ -> new Entry());
        Fetched known = entry.fetched;
        if (known != null && younger(known, LIFE) && has(known, keyId)) {
            return Optional.of(known.keys());
        }
        entry.fetching.lock();
        try {
            return Optional.ofNullable(look(provider, jwks, keyId, entry)).map(Fetched::keys);
        } finally {
            entry.fetching.unlock();
        }
    }

    private @Nullable Fetched look(Provider provider, URI jwks, @Nullable String keyId, Entry entry) {
        Fetched known = entry.fetched;
        Duration pause = BETWEEN_TRIES;
        if (known != null && younger(known, LIFE)) {
            if (has(known, keyId)) {
                return known;
            }
            pause = BETWEEN_LOOKS;
        }
        Instant now = clock.instant();
        if (entry.lastTry.equals(Instant.MIN) || !now.isBefore(entry.lastTry.plus(pause))) {
            entry.lastTry = now;
            fetch(provider, jwks).ifPresent(keys -> entry.fetched = new Fetched(keys, now));
        }
        Fetched latest = entry.fetched;
        return latest != null && younger(latest, LIFE_WHILE_UNREACHABLE) ? latest : null;
    }

    private Optional<List<JWK>> fetch(Provider provider, URI jwks) {
        OutboundRequest request = OutboundRequest.to(
                        provider.id(), "jwks", provider.allowedHosts(), OutboundRequest.Method.GET, jwks)
                .header("Accept", "application/json")
                .answerLimit(LARGEST_SET)
                .deadline(DEADLINE)
                .build();
        return outbound.send(request) instanceof Answered answer && answer.successful()
                ? JwkReader.read(answer.content())
                : Optional.empty();
    }

    private boolean younger(Fetched fetched, Duration age) {
        return clock.instant().isBefore(fetched.at().plus(age));
    }

    private static boolean has(Fetched fetched, @Nullable String keyId) {
        return keyId == null || fetched.keys().stream().anyMatch(key -> keyId.equals(key.getKeyID()));
    }
}
