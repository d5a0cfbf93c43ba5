package dev.concierge.server.identity;

import dev.concierge.server.web.Role;
import java.time.Instant;
import java.util.UUID;

/**
 * Somebody who may make an account by the link that was sent to them.
 *
 * @param inviter the account of who asked for it
 */
public record Invitation(UUID id, String email, Role role, UUID inviter, Instant createdAt, Instant expiresAt) {}
