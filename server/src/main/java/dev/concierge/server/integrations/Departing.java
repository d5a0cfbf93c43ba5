package dev.concierge.server.integrations;

import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.ClientAddress;

/**
 * A browser about to leave for a provider.
 *
 * @param browser what the trip is bound to
 * @param address whose network it counts for
 */
public record Departing(BrowserId browser, ClientAddress address) {}
