package dev.concierge.server.integrations;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.Signer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The account's integrations in pages, newest first. */
@Component
public class IntegrationPages {
    /** What to list; each part may be null. Without a state, disconnected ones are left out. */
    public record Filter(
            @Nullable String provider,
            @Nullable IntegrationState state,
            @Nullable String label) {}

    /**
     * One page.
     *
     * @param nextCursor null on the last
     */
    public record Page(List<Integration> items, @Nullable String nextCursor) {
        public Page {
            items = List.copyOf(items);
        }
    }

    private final AccountScope accounts;
    private final Signer signer;

    IntegrationPages(AccountScope accounts, Signer signer) {
        this.accounts = accounts;
        this.signer = signer;
    }

    /** @throws dev.concierge.server.problem.ProblemException {@code invalid-input} for a cursor that this server did not give */
    public Page page(UUID accountId, Filter filter, @Nullable String cursor, int limit) {
        IntegrationRepository.Position before = cursor == null ? null : Cursor.parse(cursor, accountId, signer);
        List<Integration> rows = accounts.call(
                accountId,
                jdbc -> IntegrationRepository.page(
                        jdbc,
                        filter.provider(),
                        filter.state() == null ? null : filter.state().word(),
                        filter.label(),
                        before,
                        limit + 1));
        if (rows.size() <= limit) {
            return new Page(rows, null);
        }
        List<Integration> items = rows.subList(0, limit);
        Integration last = items.getLast();
        return new Page(
                items, Cursor.of(new IntegrationRepository.Position(last.connectedAt(), last.id()), accountId, signer));
    }
}
