package dev.concierge.server.database;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Tells every node, this one included, that what is cached of an id is stale. Carries ids only, for security-relevant changes only;
 * delivered when the current transaction commits.
 */
public final class Notifications {
    static final String CHANNEL = "concierge";

    private final Freshness freshness;
    private final List<Consumer<UUID>> listeners = new CopyOnWriteArrayList<>();

    Notifications(Freshness freshness) {
        this.freshness = freshness;
    }

    /**
     * Announces a change of the row of this id.
     *
     * @throws IllegalStateException when no transaction is open
     */
    public void changed(UUID id) {
        CurrentTransaction.jdbc()
                .sql("select pg_notify(:channel, :id)")
                .param("channel", CHANNEL)
                .param("id", id.toString())
                .query((_, _) -> 0)
                .single();
        CurrentTransaction.afterCommit(() -> deliver(id));
    }

    /** Calls the listener for each change heard, also this node's own (then twice). It must be quick and must not throw. */
    public void onChange(Consumer<UUID> listener) {
        listeners.add(listener);
    }

    /** Whether this node hears notifications: it heard its own heartbeat within 750 ms. */
    public boolean heard() {
        return freshness.trusted();
    }

    void deliver(UUID id) {
        freshness.changed(id);
        listeners.forEach(listener -> listener.accept(id));
    }
}
