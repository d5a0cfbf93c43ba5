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
 * @param active false when they were disabled
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
        @Nullable String localId,
        Instant createdAt,
        @Nullable Instant lastSignInAt,
        List<String> ways) {
    /** The way in of somebody who has a password. */
    public static final String PASSWORD = "password";

    public Person {
        ways = List.copyOf(ways);
    }

    boolean isActiveAdministrator() {
        return active && role == Role.ADMIN;
    }

    /** The word of the API and the database. */
    public String status() {
        return status(active);
    }

    static String status(boolean active) {
        return active ? "active" : "disabled";
    }
}
