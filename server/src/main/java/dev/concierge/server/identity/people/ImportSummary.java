package dev.concierge.server.identity.people;

import org.jspecify.annotations.Nullable;

/**
 * How an import ended.
 *
 * @param dryRun whether it only looked: nothing was written then
 * @param fault why the file was not read to its end; null when it was
 */
public record ImportSummary(
        boolean dryRun,
        long made,
        long changed,
        long same,
        long refused,
        @Nullable String fault) {}
