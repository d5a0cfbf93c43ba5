package dev.concierge.server.catalog;

import dev.concierge.server.encryption.Secret;
import java.net.URI;

/**
 * Our client at a provider (RFC 6749 section 2.2).
 *
 * @param id stored with each grant, so that it is refreshed by the client that obtained it
 * @param redirectUri where the provider sends people back after connecting; one of our callback paths under {@code PUBLIC_URL}
 */
public record Registration(String id, String providerId, String clientId, Secret clientSecret, URI redirectUri) {}
