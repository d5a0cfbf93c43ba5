package dev.concierge.server.identity.web;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/delete}: what goes with an account, before it is asked to be deleted.
 *
 * @param goes lines such as "3 connected accounts"
 * @param dueAt when it would go
 * @param email where the mail with the way back is sent; null when no mail is
 */
public record DeleteView(
        List<String> goes, Instant dueAt, @Nullable String email) {
    public DeleteView {
        goes = List.copyOf(goes);
    }
}
