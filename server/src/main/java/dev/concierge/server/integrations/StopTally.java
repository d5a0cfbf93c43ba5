package dev.concierge.server.integrations;

import org.jspecify.annotations.Nullable;

/**
 * How many connections at a provider ended in one way by an emergency stop.
 *
 * @param outcome what became of the access at the provider
 * @param why what is behind it; null where the outcome says it all
 */
public record StopTally(String provider, Receipt.Outcome outcome, Receipt.@Nullable Why why, long connections) {}
