package dev.concierge.server.identity.web;

import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/invitation}: the form of somebody who was invited. It posts to its own address, so the token stands in no page.
 *
 * @param email the address that was invited, and that the account will have
 * @param role in a word
 * @param name as it was typed
 * @param passwordLeast characters that a password needs
 */
public record InvitationView(
        String email,
        String role,
        String name,
        @Nullable String nameError,
        @Nullable String passwordError,
        int passwordLeast) {}
