package dev.concierge.server.audit;

import java.time.LocalDate;

/**
 * How often an account's tokens were used on one day.
 *
 * @param day in UTC
 * @param vends access tokens handed out
 * @param refreshes new tokens stored
 */
public record UsageDay(LocalDate day, long vends, long refreshes) {}
