package dev.concierge.server.dashboard.web;

import dev.concierge.server.web.Mark;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /dashboard/inbox}, template {@code dashboard/inbox}; its part {@code dashboard/inbox-list} is the list alone.
 *
 * @param accounts that it can be narrowed to
 * @param items the newest first
 * @param here the address of this page of the list
 * @param newest the address of the first page; null on it
 * @param older the address of the next page; null on the last
 */
public record InboxView(
        InboxQuery query,
        List<Account> accounts,
        List<Item> items,
        String here,
        @Nullable String newest,
        @Nullable String older) {
    public InboxView {
        accounts = List.copyOf(accounts);
        items = List.copyOf(items);
    }

    /** A connected account. */
    public record Account(UUID id, String label) {}

    /**
     * One thing that came in.
     *
     * @param kind what it is: "Message"
     * @param title empty when it has none
     * @param from whom it is from; empty when nobody is named
     * @param account the person's name for the connected account
     * @param link at the provider, https; null when there is no such page
     */
    public record Item(
            Mark mark,
            String kind,
            String title,
            String from,
            String account,
            Instant at,
            @Nullable String link) {}
}
