package dev.concierge.server.sync;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A figure of one stream as it was on one day in UTC: the sum over its records after the last run of the day that read everything.
 *
 * @param provider catalog id
 * @param figure {@code followers, views, likes, comments} or {@code shares}
 */
public record FigureDay(LocalDate day, UUID streamId, String provider, String figure, long value) {}
