package dev.concierge.server.identity.people;

import dev.concierge.server.web.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with an account, as administration sees them.
 *
 * @param email null for somebody whose provider proved no address
 * @param emailProved whether the address is known to be theirs
 * @param active false when they were disabled, or leave
 * @param leavesAt when the account is deleted that its person asked to delete, at the earliest; null otherwise. Until then they are not active
 * @param localId what the organisation calls them, at most 50 characters; null when they have none
 * @param lastSignInAt null when they never signed in here
 * @param ways how they sign in: {@code password} and ids of providers, in order
 */
public record Person(
        UUID id,
        @Nullable String email,
        boolean emailProved,
        String name,
        Role role,
        boolean active,
        @Nullable Instant leavesAt,
        @Nullable String localId,
        Instant createdAt,
        @Nullable Instant lastSignInAt,
        List<String> ways) {
    /** The way in of somebody who has a password. */
    public static final String PASSWORD = "password";

    public Person {
        ways = List.copyOf(ways);
    }

    /** Whether they asked to delete their account. */
    public boolean isLeaving() {
        return leavesAt != null;
    }

    boolean isActiveAdministrator() {
        return active && role == Role.ADMIN;
    }

    /** The word of the API: of somebody who leaves, too, that they cannot come in. */
    public String status() {
        return status(active);
    }

    static String status(boolean active) {
        return active ? "active" : "disabled";
    }
}
