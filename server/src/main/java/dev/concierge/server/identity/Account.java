package dev.concierge.server.identity;

import dev.concierge.server.web.Role;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person, as the row stands now.
 *
 * @param email in canonical form; null for somebody whose provider proved no address
 * @param active false when an administrator disabled it: no session, key or sign-in works; and while it leaves
 * @param leaving whether its person asked to delete it and may still keep it: a sign-in leads to that question and nowhere else
 */
public record Account(UUID id, @Nullable String email, String name, Role role, boolean active, boolean leaving) {
    /** One that stays. */
    public Account(UUID id, @Nullable String email, String name, Role role, boolean active) {
        this(id, email, name, role, active, false);
    }
}
