package dev.concierge.server.vault.stops;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Orders stops and keeps their books. Whatever changes something is in the audit trail, in the same transaction. */
@Component
public class EmergencyStops {
    private static final int LONGEST_REASON = 400;

    private final SystemScope system;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final Ids ids;
    private final Clock clock;

    EmergencyStops(SystemScope system, Notifications notifications, AuditTrail audit, Ids ids, Clock clock) {
        this.system = system;
        this.notifications = notifications;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** What a stop of this scope would end now. */
    public Extent extent(StopScope scope) {
        return system.call(jdbc -> StopRepository.extent(jdbc, scope, Long.MAX_VALUE));
    }

    /** Why a reason cannot be taken, as a sentence; empty when it can. */
    public static Optional<String> fault(String reason) {
        if (reason.isBlank()) {
            return Optional.of("Say why. It stays in the audit trail.");
        }
        return reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl)
                ? Optional.of("Say it in one line of at most " + LONGEST_REASON + " characters.")
                : Optional.empty();
    }

    /**
     * Ends the use of every token in a scope, on all nodes: those that hear of it at once, the others because they trust no cache. It cannot be taken
     * back. Joins the caller's transaction of the system role.
     *
     * @param expected how many connections whoever orders it was told of
     * @throws IllegalArgumentException when the reason has a {@link #fault}
     */
    public StopOutcome order(StopScope scope, String reason, String actor, long expected) {
        fault(reason).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        return system.call(jdbc -> {
            long number = StopRepository.nextNumber(jdbc);
            Extent extent = StopRepository.extent(jdbc, scope, number);
            if (extent.connections() == 0) {
                return new StopOutcome.NothingThere();
            }
            if (extent.connections() != expected) {
                return new StopOutcome.OtherCount(extent);
            }
            Instant now = clock.instant();
            EmergencyStop stop = new EmergencyStop(
                    ids.next(), number, scope, reason, actor, now, extent, EmergencyStop.State.RUNNING, null, null);
            StopRepository.insert(jdbc, stop);
            if (scope instanceof StopScope.OfAccount(UUID account)) {
                notifications.changed(account);
            } else {
                notifications.everythingChanged();
            }
            audit.record(event(stop, actor, "emergency.stop").with("reason", reason));
            return new StopOutcome.Ordered(stop);
        });
    }

    public Optional<EmergencyStop> find(UUID id) {
        return system.call(jdbc -> StopRepository.find(jdbc, id));
    }

    /** The newest first. */
    public List<EmergencyStop> latest(int most) {
        return system.call(jdbc -> StopRepository.latest(jdbc, most));
    }

    /** Those with grants that nobody has come to yet, the oldest first; their transactions are counted from now on. */
    public List<EmergencyStop> running() {
        List<EmergencyStop> running = system.call(StopRepository::running);
        running.forEach(stop -> system.run(jdbc -> StopRepository.see(jdbc, stop.id())));
        return running;
    }

    /** The next grants that a stop covers, in the order of their ids. */
    public List<CoveredGrant> covered(EmergencyStop stop, UUID after, int most) {
        return system.call(jdbc -> StopRepository.page(jdbc, stop, after, most));
    }

    /**
     * Closes the books when no grant is left that a stop covers.
     *
     * @return whether that is done now
     */
    public boolean finish(EmergencyStop stop) {
        return system.call(jdbc -> {
            boolean over = StopRepository.finish(jdbc, stop, clock.instant());
            if (over) {
                audit.record(event(stop, "system", "emergency.finish"));
            }
            return over;
        });
    }

    /** Keeps a stop's tokens from the providers for now; they stay out of use. @return whether they were sent until now */
    public boolean pause(UUID id, String actor) {
        return moved(id, actor, "emergency.pause", true);
    }

    /** @return whether a pause has ended by this */
    public boolean resume(UUID id, String actor) {
        return moved(id, actor, "emergency.resume", false);
    }

    private boolean moved(UUID id, String actor, String action, boolean pause) {
        return system.call(jdbc -> {
            @Nullable EmergencyStop stop = StopRepository.find(jdbc, id).orElse(null);
            boolean moved = stop != null
                    && (pause ? StopRepository.pause(jdbc, id, clock.instant()) : StopRepository.resume(jdbc, id));
            if (stop != null && moved) {
                audit.record(event(stop, actor, action));
            }
            return moved;
        });
    }

    private static AuditEvent event(EmergencyStop stop, String actor, String action) {
        @Nullable UUID account = stop.scope() instanceof StopScope.OfAccount(UUID id) ? id : null;
        String target = stop.scope().target();
        AuditEvent event = AuditEvent.done(account, actor, action, "stop:" + stop.id())
                .with("scope", stop.scope().word())
                .with("connections", Long.toString(stop.expected().connections()))
                .with("people", Long.toString(stop.expected().people()));
        return target == null ? event : event.with("of", target);
    }
}
