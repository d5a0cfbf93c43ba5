package dev.concierge.server.database;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
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

    NodeCache(Freshness freshness, long maximumRows, Function<V, List<UUID>> dependsOn) {
        this.freshness = freshness;
        this.dependsOn = dependsOn;
        this.entries = Caffeine.newBuilder()
                .maximumSize(maximumRows)
                .expireAfterWrite(LONGEST)
                .build();
    }

    /**
     * The row of a key, from this node's memory or from the loader.
     *
     * @return what the loader returned; null is not kept
     */
    public @Nullable V get(K key, Function<K, @Nullable V> loader) {
        boolean trusted = freshness.trusted();
        if (trusted) {
            Entry<V> entry = entries.getIfPresent(key);
            if (entry != null && freshness.unchangedSince(entry.loadedAt(), entry.ids())) {
                return entry.value();
            }
        }
        long before = freshness.now();
        V value = loader.apply(key);
        if (value != null && trusted) {
            entries.put(key, new Entry<>(value, List.copyOf(dependsOn.apply(value)), before));
        }
        return value;
    }
}
