package dev.concierge.server.identity.web;

import dev.concierge.server.web.Badge;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/services}: GET {@code /admin/services}, and the answer of a POST there that was refused. One that was done answers 303 to the new
 * account's page.
 *
 * @param rows the newest first
 */
public record ServicesView(List<Row> rows, Form form) {
    /**
     * One account.
     *
     * @param text role, keys and last use in words
     */
    public record Row(UUID id, String name, String text, Badge badge) {}

    /**
     * Fields: name, role ({@code guest} or {@code user}).
     *
     * @param error one sentence about the name, or null
     */
    public record Form(String name, String role, @Nullable String error) {}
}
