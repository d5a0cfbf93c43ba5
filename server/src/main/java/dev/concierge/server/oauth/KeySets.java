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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The providers' key sets. They are kept for an hour and fetched again before that in the background; while a provider is away, an old set serves for
 * up to two hours, and whoever finds its key there waits for nobody. A key id that is not there, and a signature that does not fit the key of its id,
 * make one look each, at most one a minute for each provider, so that made-up tokens flood nobody (OpenID Connect Core section 10.1.1).
 */
@Component
final class KeySets {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration ROLLED_AFTER = Duration.ofMinutes(50);
    private static final Duration LIFE_WHILE_UNREACHABLE = Duration.ofHours(2);
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);
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

    /** @param number counts the fetches that brought a set */
    private record Fetched(List<JWK> keys, Instant at, long number) {}

    /** One provider's; reads are free, fetching is one at a time, and who waits for one takes what it brought. */
    private static final class Entry {
        private final ReentrantLock fetching = new ReentrantLock();
        private volatile Provider provider;
        private volatile Instant askedAt;
        private volatile @Nullable Fetched fetched;
        private final AtomicLong tries = new AtomicLong();
        private Instant triedAt = Instant.MIN;
        private Instant lookedForId = Instant.MIN;
        private Instant lookedForChange = Instant.MIN;

        private Entry(Provider provider, Instant askedAt) {
            this.provider = provider;
            this.askedAt = askedAt;
        }
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
        Entry entry = entry(provider, jwks);
        Fetched known = served(entry);
        if (known == null) {
            return Optional.ofNullable(firstOf(entry)).map(Fetched::keys);
        }
        return Optional.of(has(known, keyId) ? known : lookFor(entry, known)).map(Fetched::keys);
    }

    /**
     * The keys after one more look, for a token whose signature does not fit: the provider may have put another key under the same id.
     *
     * @param tried the keys that it was checked with
     * @return empty when there is no newer set, or it was looked for within the last minute
     */
    Optional<List<JWK>> newerThan(Provider provider, List<JWK> tried) {
        URI jwks = provider.identity().jwks();
        if (jwks == null) {
            return Optional.empty();
        }
        Entry entry = entry(provider, jwks);
        entry.fetching.lock();
        try {
            Fetched known = entry.fetched;
            Instant now = clock.instant();
            if (known != null && known.keys().equals(tried) && due(entry.lookedForChange, BETWEEN_LOOKS, now)) {
                entry.lookedForChange = now;
                fetch(entry);
            }
            return Optional.ofNullable(entry.fetched).map(Fetched::keys).filter(keys -> !keys.equals(tried));
        } finally {
            entry.fetching.unlock();
        }
    }

    /** Fetches again what becomes old and was asked for lately; made to be called again and again, by one thread. */
    void roll() {
        Instant now = clock.instant();
        entries.values().removeIf(entry -> !now.isBefore(entry.askedAt.plus(FORGOTTEN_AFTER)));
        for (Entry entry : entries.values()) {
            Fetched known = entry.fetched;
            if (known != null && !younger(known, ROLLED_AFTER)) {
                entry.fetching.lock();
                try {
                    fetch(entry);
                } finally {
                    entry.fetching.unlock();
                }
            }
        }
    }

    private Entry entry(Provider provider, URI jwks) {
        Instant now = clock.instant();
        Entry entry = entries.computeIfAbsent(provider.id() + " " + jwks, _ -> new Entry(provider, now));
        entry.provider = provider;
        entry.askedAt = now;
        return entry;
    }

    /** What is known, unless it is too old; past its life it is fetched by somebody, whom nobody waits for. */
    private @Nullable Fetched served(Entry entry) {
        Fetched known = entry.fetched;
        if (known == null || !younger(known, LIFE_WHILE_UNREACHABLE)) {
            return null;
        }
        if (!younger(known, LIFE) && !entry.fetching.isLocked()) {
            Thread.ofVirtual().name("key set of " + entry.provider.id()).start(() -> renew(entry));
        }
        return known;
    }

    private void renew(Entry entry) {
        if (entry.fetching.tryLock()) {
            try {
                if (due(entry.triedAt, BETWEEN_TRIES, clock.instant())) {
                    fetch(entry);
                }
            } finally {
                entry.fetching.unlock();
            }
        }
    }

    /** Where there is none yet, or a far too old one, everybody must wait for one fetch, and it may fail for all of them. */
    private @Nullable Fetched firstOf(Entry entry) {
        long before = entry.tries.get();
        entry.fetching.lock();
        try {
            if (entry.tries.get() == before && due(entry.triedAt, BETWEEN_TRIES, clock.instant())) {
                fetch(entry);
            }
            Fetched latest = entry.fetched;
            return latest != null && younger(latest, LIFE_WHILE_UNREACHABLE) ? latest : null;
        } finally {
            entry.fetching.unlock();
        }
    }

    private Fetched lookFor(Entry entry, Fetched known) {
        entry.fetching.lock();
        try {
            Fetched latest = entry.fetched;
            Instant now = clock.instant();
            boolean newer = latest != null && latest.number() != known.number();
            if (!newer && due(entry.lookedForId, BETWEEN_LOOKS, now)) {
                entry.lookedForId = now;
                fetch(entry);
            }
            return Objects.requireNonNullElse(entry.fetched, known);
        } finally {
            entry.fetching.unlock();
        }
    }

    /** Under the lock. A failed fetch counts from its end: whoever waited for it must not try at once again. */
    private void fetch(Entry entry) {
        Fetched before = entry.fetched;
        Optional<List<JWK>> keys = fetched(entry.provider);
        Instant now = clock.instant();
        entry.triedAt = now;
        entry.tries.incrementAndGet();
        keys.ifPresent(set -> entry.fetched = new Fetched(set, now, before == null ? 1 : before.number() + 1));
    }

    private Optional<List<JWK>> fetched(Provider provider) {
        OutboundRequest request = OutboundRequest.to(
                        provider.id(),
                        "jwks",
                        provider.allowedHosts(),
                        OutboundRequest.Method.GET,
                        Objects.requireNonNull(provider.identity().jwks()))
                .header("Accept", "application/json")
                .answerLimit(LARGEST_SET)
                .deadline(DEADLINE)
                .build();
        return outbound.send(request) instanceof Answered answer && answer.successful()
                ? JwkReader.read(answer.content())
                : Optional.empty();
    }

    private static boolean due(Instant last, Duration pause, Instant now) {
        return last.equals(Instant.MIN) || !now.isBefore(last.plus(pause));
    }

    private boolean younger(Fetched fetched, Duration age) {
        return clock.instant().isBefore(fetched.at().plus(age));
    }

    private static boolean has(Fetched fetched, @Nullable String keyId) {
        return keyId == null || fetched.keys().stream().anyMatch(key -> keyId.equals(key.getKeyID()));
    }
}
