package dev.concierge.server.identity;

import java.time.Instant;
import java.util.UUID;

/**
 * One of a person's authenticator apps, as shown to that person.
 *
 * @param name what the person called it; foreign text
 * @param usedAt when a code of it was last taken
 */
public record OwnAuthenticator(UUID id, String name, Instant addedAt, Instant usedAt) {}
