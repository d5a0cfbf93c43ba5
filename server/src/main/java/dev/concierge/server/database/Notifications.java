package dev.concierge.server.database;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every node, this one included, that what is cached of an id is stale. Carries ids only, for security-relevant changes only;
 * delivered when the current transaction commits.
 */
public final class Notifications {
    static final String CHANNEL = "concierge";

    /** No row's id: whatever is cached of any row is stale. */
    static final UUID EVERYTHING = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

    private static final Logger log = LoggerFactory.getLogger(Notifications.class);

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

    /**
     * Announces that whatever is cached anywhere is stale. For what is rare and reaches far: each row is loaded anew once, where a change of an id
     * that many rows depended on would be taken for one of theirs whenever a foreign id shares its stripe.
     *
     * @throws IllegalStateException when no transaction is open
     */
    public void everythingChanged() {
        changed(EVERYTHING);
    }

    /** Calls the listener for each change heard, also this node's own (then twice). It must be quick; what it throws is logged. */
    public void onChange(Consumer<UUID> listener) {
        listeners.add(listener);
    }

    /** Whether this node hears notifications: it heard its own heartbeat within 750 ms. */
    public boolean heard() {
        return freshness.trusted();
    }

    void deliver(UUID id) {
        freshness.changed(id);
        listeners.forEach(listener -> tell(listener, id));
    }

    /** One that fails keeps the news from nobody else, and does not end the thread that listens. */
    private static void tell(Consumer<UUID> listener, UUID id) {
        try {
            listener.accept(id);
        } catch (RuntimeException e) {
            log.error("A listener failed at the change of {}", id, e);
        }
    }
}
