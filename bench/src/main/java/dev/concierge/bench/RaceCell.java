package dev.concierge.bench;

/**
 * One kind of race.
 *
 * @param oneNode whether refresh and reconnect are on the same node
 */
record RaceCell(RaceRule rule, RaceOrder order, boolean oneNode) {}
