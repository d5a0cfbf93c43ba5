package dev.concierge.server.identity;

import java.time.Instant;
import java.util.UUID;

/**
 * One of a person's passkeys, as shown to that person.
 *
 * @param name what the person called it; foreign text
 * @param backedUp whether a password manager keeps a copy, so that losing the device does not lose the passkey
 * @param usedAt when it was last used; when it was added, at first
 */
public record OwnPasskey(UUID id, String name, boolean backedUp, Instant addedAt, Instant usedAt) {}
