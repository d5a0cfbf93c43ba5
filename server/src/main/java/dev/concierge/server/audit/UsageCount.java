package dev.concierge.server.audit;

import java.time.LocalDate;

/**
 * How often one caller had one integration's token on one day.
 *
 * @param day in UTC
 * @param caller as the trail names it: {@code key:<id>}, {@code person:<id>}, {@code schedule}, {@code sync}
 * @param vends access tokens handed out
 * @param refreshes new tokens stored because this caller asked
 */
public record UsageCount(LocalDate day, String caller, long vends, long refreshes) {}
