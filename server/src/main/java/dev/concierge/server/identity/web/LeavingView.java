package dev.concierge.server.identity.web;

import java.time.Instant;

/**
 * Template {@code identity/leaving}: somebody signed in to an account that they asked to delete.
 *
 * @param name whose
 * @param dueAt when it goes
 */
public record LeavingView(String name, Instant dueAt) {}
