package dev.concierge.server.identity;

import dev.concierge.server.web.Role;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person, as the row stands now.
 *
 * @param email in canonical form; null for somebody whose provider proved no address
 * @param active false when an administrator disabled it: no session, key or sign-in works
 */
public record Account(UUID id, @Nullable String email, String name, Role role, boolean active) {}
