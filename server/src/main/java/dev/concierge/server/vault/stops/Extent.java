package dev.concierge.server.vault.stops;

/**
 * How much there is in a scope.
 *
 * @param connections grants whose tokens are held here
 * @param people accounts that they belong to
 */
public record Extent(long connections, long people) {}
