package dev.concierge.server.database;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one kind, kept in this node for at most five minutes and never after a notification named an id they depend on. While the node
 * cannot be sure that it hears notifications, every look-up goes to the loader. Only the cache's own loader puts rows, and a row loaded
 * before a change was heard is not served after it.
 */
public final class NodeCache<K, V> {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private record Entry<V>(V value, List<UUID> ids, long loadedAt) {}

    private final Freshness freshness;
    private final Function<V, List<UUID>> dependsOn;
    private final Cache<K, Entry<V>> entries;
    private final ConcurrentHashMap<K, Load<V>> loads = new ConcurrentHashMap<>();
    private final AtomicLong ticket = new AtomicLong();

    NodeCache(Freshness freshness, long maximumRows, Function<V, List<UUID>> dependsOn) {
        this.freshness = freshness;
        this.dependsOn = dependsOn;
        this.entries = Caffeine.newBuilder()
                .maximumSize(maximumRows)
                .expireAfterWrite(LONGEST)
                .build();
    }

    /**
     * The row of a key, from this node's memory or from the loader. Callers of one key at the same moment share a load that began after they
     * asked, so a crowd costs two loads, trusted or not. The key must say everything that the loader's answer depends on.
     *
     * @return what the loader returned; null is not kept
     */
    public @Nullable V get(K key, Function<K, @Nullable V> loader) {
        if (freshness.trusted()) {
            Entry<V> entry = entries.getIfPresent(key);
            if (entry != null && freshness.unchangedSince(entry.loadedAt(), entry.ids())) {
                return entry.value();
            }
        }
        long asked = ticket.incrementAndGet();
        while (true) {
            Load<V> mine = new Load<>(ticket.incrementAndGet());
            Load<V> running = loads.putIfAbsent(key, mine);
            if (running == null) {
                return load(key, loader, mine);
            }
            Optional<Loaded<V>> shared = running.await();
            if (shared.isPresent() && running.began > asked) {
                return shared.get().value();
            }
        }
    }

    private @Nullable V load(K key, Function<K, @Nullable V> loader, Load<V> load) {
        try {
            boolean trusted = freshness.trusted();
            long before = freshness.now();
            V value = loader.apply(key);
            if (value != null && trusted) {
                entries.put(key, new Entry<>(value, List.copyOf(dependsOn.apply(value)), before));
            }
            load.result = new Loaded<>(value);
            return value;
        } finally {
            loads.remove(key, load);
            load.done.countDown();
        }
    }

    private record Loaded<V>(@Nullable V value) {}

    private static final class Load<V> {
        private final long began;
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile @Nullable Loaded<V> result;

        private Load(long began) {
            this.began = began;
        }

        /** What was loaded; empty when the load failed: then each caller loads for itself. */
        private Optional<Loaded<V>> await() {
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a row was loaded", e);
            }
            return Optional.ofNullable(result);
        }
    }
}
