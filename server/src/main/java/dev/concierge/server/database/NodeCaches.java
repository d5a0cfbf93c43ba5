package dev.concierge.server.database;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Makes the caches of this node. */
public final class NodeCaches {
    private final Freshness freshness;

    NodeCaches(Freshness freshness) {
        this.freshness = freshness;
    }

    /**
     * A new, empty cache.
     *
     * @param maximumRows how many rows it may hold
     * @param dependsOn the ids whose change makes a row stale
     */
    public <K, V> NodeCache<K, V> create(long maximumRows, Function<V, List<UUID>> dependsOn) {
        return new NodeCache<>(freshness, maximumRows, dependsOn);
    }
}
