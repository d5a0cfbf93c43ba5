package dev.concierge.server.identity.web;

import dev.concierge.server.identity.DepartureReceipt;

/**
 * Template {@code identity/departed}: what was done when an account was deleted.
 *
 * @param receipt names nobody
 */
public record DepartedView(DepartureReceipt receipt) {}
