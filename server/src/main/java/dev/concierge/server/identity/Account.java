package dev.concierge.server.identity;

import dev.concierge.server.web.Role;
import java.util.UUID;

/**
 * One person, as the row stands now.
 *
 * @param email in canonical form
 * @param active false when an administrator disabled it: no session, key or sign-in works
 */
public record Account(UUID id, String email, String name, Role role, boolean active) {}
