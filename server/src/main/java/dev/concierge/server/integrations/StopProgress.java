package dev.concierge.server.integrations;

import dev.concierge.server.vault.stops.EmergencyStop;
import java.util.List;

/** How far an emergency stop has come with what follows it; the use of the tokens ended with the order itself. */
public record StopProgress(EmergencyStop stop, List<StopTally> tallies) {
    public StopProgress {
        tallies = List.copyOf(tallies);
    }

    /** Connections that say that they need their person, and whose tokens are with the revoker or gone. */
    public long ended() {
        return tallies.stream().mapToLong(StopTally::connections).sum();
    }

    /** Those of them whose access at the provider came to this. */
    public long of(Receipt.Outcome outcome) {
        return tallies.stream()
                .filter(tally -> tally.outcome() == outcome)
                .mapToLong(StopTally::connections)
                .sum();
    }

    /** Connections that the job has yet to come to; nobody can use them either. */
    public long left() {
        return stop.state() == EmergencyStop.State.DONE
                ? 0
                : Math.max(0, stop.expected().connections() - ended());
    }
}
