package dev.concierge.server.integrations.web;

import dev.concierge.server.web.Action;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Mark;
import dev.concierge.server.web.Notice;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /integrations}, template {@code integrations/integrations}; part {@code integrations/integrations-accounts} is the list alone.
 *
 * @param notices banners on top, the most urgent first; also what the last act did ("Google is connected.")
 * @param accounts what is connected, what needs the person first; empty shows the first-run picture
 * @param providers the whole catalog, in its order
 */
public record IntegrationsView(List<Notice> notices, List<Account> accounts, List<Provider> providers) {
    public IntegrationsView {
        notices = List.copyOf(notices);
        accounts = List.copyOf(accounts);
        providers = List.copyOf(providers);
    }

    /** How many different providers the accounts are at. */
    public long providersConnected() {
        return accounts.stream()
                .map(account -> account.mark().name())
                .distinct()
                .count();
    }

    /** Whether the list should be fetched again soon, because something is running. */
    public boolean busy() {
        return accounts.stream().anyMatch(account -> account.progress() != null);
    }

    /**
     * One connected account.
     *
     * @param id the integration
     * @param label its name, given by the person or taken from the provider; shown first
     * @param mark the provider
     * @param upstream the account's own name at the provider (an e-mail address, a login), or empty
     * @param syncedAt when the last complete run ended; null when there was none
     * @param badge its state
     * @param note what the trouble is, in one or two sentences; null when there is none
     * @param progress the first sync under way; null otherwise
     * @param action what the button does; null gives "Details"
     */
    public record Account(
            UUID id,
            String label,
            Mark mark,
            String upstream,
            @Nullable Instant syncedAt,
            Badge badge,
            @Nullable String note,
            @Nullable Progress progress,
            @Nullable Action action) {}

    /**
     * How far a first sync is.
     *
     * @param done records so far
     * @param total how many there are about; 0 when the provider does not say
     */
    public record Progress(long done, long total) {}

    /**
     * One card of the catalog. Its button posts to {@code /integrations/{id}/connect}.
     *
     * @param id catalog id
     * @param text what connecting it gives, in one sentence; when it cannot be connected, why
     * @param connected how many accounts of this provider the person has
     * @param badge state over all of them
     * @param available whether it can be connected: a registration exists and the role may
     */
    public record Provider(String id, Mark mark, String text, long connected, Badge badge, boolean available) {}
}
