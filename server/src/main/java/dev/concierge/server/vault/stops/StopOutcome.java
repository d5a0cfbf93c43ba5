package dev.concierge.server.vault.stops;

/** What became of the order to stop. */
public sealed interface StopOutcome {
    /** From now on nothing in the scope is used, on any node. */
    record Ordered(EmergencyStop stop) implements StopOutcome {}

    /** There is nothing in the scope; nothing was done. */
    record NothingThere() implements StopOutcome {}

    /** There is another number in the scope than was said; nothing was done. */
    record OtherCount(Extent now) implements StopOutcome {}
}
