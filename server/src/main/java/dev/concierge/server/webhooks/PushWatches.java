package dev.concierge.server.webhooks;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.integrations.IntegrationConnected;
import dev.concierge.server.integrations.IntegrationDisconnected;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which integrations have their channels looked after, and when next: the table {@code push_watches}. */
@Component
class PushWatches {
    /** Whoever claims one has so long. */
    private static final Duration CLAIM = Duration.ofMinutes(5);

    /** After connecting, the first pass is to find out what there is to watch. */
    private static final Duration FIRST = Duration.ofMinutes(1);

    private final SystemScope system;
    private final AccountScope accounts;
    private final Catalog catalog;
    private final Ids ids;
    private final Clock clock;

    PushWatches(SystemScope system, AccountScope accounts, Catalog catalog, Ids ids, Clock clock) {
        this.system = system;
        this.accounts = accounts;
        this.catalog = catalog;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * An integration whose channels are to be looked after now.
     *
     * @param until whose it is so long, unless somebody wants it looked after again meanwhile
     */
    record Claim(UUID accountId, UUID integrationId, OffsetDateTime until) {}

    @EventListener
    void connected(IntegrationConnected event) {
        if (catalog.find(event.provider()).filter(Provider::pushes).isPresent()) {
            CurrentTransaction.jdbc()
                    .sql("""
                            insert into push_watches (id, integration_id, account_id, due_at) values (:id, :integration, :account, :due)
                            on conflict (account_id, integration_id) do update set due_at = excluded.due_at
                            """)
                    .param("id", ids.next())
                    .param("integration", event.integrationId())
                    .param("account", event.accountId())
                    .param("due", PushChannelRepository.utc(clock.instant().plus(FIRST)))
                    .update();
        }
    }

    /** Its channels are forgotten in the transaction that ends it: what still comes on them is refused, and Google ends them by itself. */
    @EventListener
    void disconnected(IntegrationDisconnected event) {
        forget(CurrentTransaction.jdbc(), event.integrationId());
    }

    static void forget(JdbcClient jdbc, UUID integrationId) {
        PushChannelRepository.deleteOf(jdbc, integrationId);
        jdbc.sql("delete from push_watches where integration_id = :integration")
                .param("integration", integrationId)
                .update();
    }

    /** The one that is due first; nobody else gets it for five minutes. */
    Optional<Claim> next() {
        Instant now = clock.instant();
        return system.call(jdbc -> jdbc.sql("""
                        update push_watches set due_at = :until where id = (
                            select id from push_watches where due_at <= :now order by due_at limit 1 for update skip locked)
                        returning account_id, integration_id, due_at
                        """)
                .param("now", PushChannelRepository.utc(now))
                .param("until", PushChannelRepository.utc(now.plus(CLAIM)))
                .query((row, _) -> new Claim(
                        row.getObject("account_id", UUID.class),
                        row.getObject("integration_id", UUID.class),
                        row.getObject("due_at", OffsetDateTime.class)))
                .optional());
    }

    /** Gives a claim back; a wish of meanwhile stands. */
    void due(Claim claim, Instant at) {
        accounts.run(
                claim.accountId(),
                jdbc -> jdbc.sql(
                                "update push_watches set due_at = :due where integration_id = :integration and due_at = :until")
                        .param("due", PushChannelRepository.utc(at))
                        .param("integration", claim.integrationId())
                        .param("until", claim.until())
                        .update());
    }

    /** Has an integration's channels looked after without waiting for their time. */
    static void soon(JdbcClient jdbc, UUID integrationId, Instant now) {
        jdbc.sql("update push_watches set due_at = :now where integration_id = :integration")
                .param("now", PushChannelRepository.utc(now))
                .param("integration", integrationId)
                .update();
    }
}
