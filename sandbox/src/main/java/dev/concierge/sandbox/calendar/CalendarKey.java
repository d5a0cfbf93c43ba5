package dev.concierge.sandbox.calendar;

/** Names one calendar: whose it is, and its id there. */
public record CalendarKey(String account, String id) {}
