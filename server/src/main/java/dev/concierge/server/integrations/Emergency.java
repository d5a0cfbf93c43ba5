package dev.concierge.server.integrations;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.vault.stops.EmergencyStop;
import dev.concierge.server.vault.stops.EmergencyStops;
import dev.concierge.server.vault.stops.Extent;
import dev.concierge.server.vault.stops.StopOutcome;
import dev.concierge.server.vault.stops.StopScope;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The emergency action after a breach: ends the use of all tokens in a scope at once (D-07). For an operator at the machine, and behind {@link EmergencyDesk}. */
@Component
public class Emergency {
    private static final int HISTORY = 50;

    private final EmergencyStops stops;
    private final SystemScope system;
    private final Clock clock;

    Emergency(EmergencyStops stops, SystemScope system, Clock clock) {
        this.stops = stops;
        this.system = system;
        this.clock = clock;
    }

    /** What a stop of this scope would end now. */
    public Extent extent(StopScope scope) {
        return stops.extent(scope);
    }

    /** How many people are about to connect something in this scope, and have yet to choose: a stop lets that run out. */
    public long choices(StopScope scope) {
        return system.call(jdbc -> PendingGrantRepository.waiting(jdbc, scope, clock.instant()));
    }

    /** As {@link EmergencyStops#order}; choices that wait with tokens in the scope run out with it. */
    public StopOutcome order(StopScope scope, String reason, String actor, long expected) {
        return system.call(jdbc -> {
            StopOutcome outcome = stops.order(scope, reason, actor, expected);
            if (outcome instanceof StopOutcome.Ordered(EmergencyStop stop)) {
                PendingGrantRepository.runOut(jdbc, stop.scope(), stop.orderedAt(), clock.instant());
            }
            return outcome;
        });
    }

    /** Once more, for those that were being written at that moment. */
    void expireChoices(EmergencyStop stop) {
        system.run(jdbc -> PendingGrantRepository.runOut(jdbc, stop.scope(), stop.orderedAt(), clock.instant()));
    }

    public Optional<StopProgress> progress(UUID id) {
        return stops.find(id)
                .map(stop -> new StopProgress(stop, system.call(jdbc -> ReceiptRepository.tally(jdbc, stop.id()))));
    }

    /** The newest first. */
    public List<EmergencyStop> history() {
        return stops.latest(HISTORY);
    }

    /** As {@link EmergencyStops#pause}. */
    public boolean pause(UUID id, String actor) {
        return stops.pause(id, actor);
    }

    /** As {@link EmergencyStops#resume}. */
    public boolean resume(UUID id, String actor) {
        return stops.resume(id, actor);
    }
}
