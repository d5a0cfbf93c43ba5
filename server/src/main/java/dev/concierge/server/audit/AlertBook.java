package dev.concierge.server.audit;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.Signer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The raised alerts, newest first. Whoever calls it has asked whether the reader may see them. */
@Component
public class AlertBook {
    /** Beyond this many it is enough to know that they are many. */
    public static final int MOST_COUNTED = 100;

    private static final Duration KEPT = Duration.ofDays(400);
    private static final int FORGOTTEN_AT_ONCE = 1000;

    private final AlertRepository repository;
    private final SystemScope system;
    private final SecurityAlerts alerts;
    private final Signer signer;
    private final Clock clock;

    AlertBook(AlertRepository repository, SystemScope system, SecurityAlerts alerts, Signer signer, Clock clock) {
        this.repository = repository;
        this.system = system;
        this.alerts = alerts;
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * One page.
     *
     * @param reader whose cursor it is; another's is refused
     * @param cursor of the page before; null for the newest
     * @param limit 1 to 200
     * @throws dev.concierge.server.problem.ProblemException {@code bad-request} for a foreign cursor, {@code invalid-input} for the limit
     */
    public AuditPage<RaisedAlert> page(UUID reader, AlertQuery query, @Nullable String cursor, int limit) {
        AuditReader.check(limit);
        Cursor after = Cursor.parse(cursor, reader, signer);
        return AuditPage.of(
                system.call(jdbc -> repository.after(jdbc, after, query, limit + 1)),
                limit,
                last -> new Cursor(last.firstAt(), last.id()).text(reader, signer));
    }

    public Optional<RaisedAlert> find(UUID id) {
        return system.call(jdbc -> repository.find(jdbc, id));
    }

    /**
     * Somebody has looked into it; in the open transaction of the system role. The next equal one is a new alert.
     *
     * @param note may be empty
     * @return whether nobody had before
     */
    public boolean acknowledge(UUID id, UUID by, String note) {
        return system.call(jdbc -> repository.acknowledge(jdbc, id, by, note, clock.instant()));
    }

    /** How many nobody has acknowledged, up to {@link #MOST_COUNTED}. */
    public int waiting() {
        return system.call(jdbc -> repository.waiting(jdbc, MOST_COUNTED));
    }

    /** Writes what a node could not, and removes alerts of over 400 days, in batches. */
    void tidy() {
        alerts.settle();
        int gone = FORGOTTEN_AT_ONCE;
        while (gone == FORGOTTEN_AT_ONCE) {
            gone = system.call(jdbc -> repository.forget(jdbc, clock.instant().minus(KEPT), FORGOTTEN_AT_ONCE));
        }
    }
}
