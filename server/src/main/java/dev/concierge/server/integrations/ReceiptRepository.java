package dev.concierge.server.integrations;

import dev.concierge.server.database.CurrentTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code receipts}, inside the caller's transaction. */
final class ReceiptRepository {
    private static final String COLUMNS =
            "id, integration_id, stop_id, revocation_id, provider, label, outcome, why, records, made_at, settled_at";

    private ReceiptRepository() {}

    static void insert(JdbcClient jdbc, UUID accountId, Receipt receipt) {
        jdbc.sql("""
                        insert into receipts (id, account_id, integration_id, stop_id, revocation_id, provider, label, outcome, why, records, made_at, settled_at)
                        values (:id, :account, :integration, :stop, :revocation, :provider, :label, :outcome, :why, :records, :at, :settled)
                        """)
                .param("id", receipt.id())
                .param("account", accountId)
                .param("integration", receipt.integrationId())
                .param("stop", receipt.stopId())
                .param("revocation", receipt.revocationId())
                .param("provider", receipt.provider())
                .param("label", receipt.label())
                .param("outcome", receipt.outcome().word())
                .param("why", word(receipt.why()))
                .param("records", receipt.records())
                .param("settled", receipt.settledAt() == null ? null : IntegrationRepository.utc(receipt.settledAt()))
                .param("at", IntegrationRepository.utc(receipt.madeAt()))
                .update();
    }

    /** Settles what waits for a revocation; a row of an earlier release says only whose it is. */
    static void settle(
            UUID revocationId, UUID integrationId, Receipt.Outcome outcome, Receipt.@Nullable Why why, Instant at) {
        CurrentTransaction.jdbc()
                .sql("""
                        update receipts set outcome = :outcome, why = :why, settled_at = :at
                        where integration_id = :id and outcome = 'waiting' and (revocation_id = :revocation or revocation_id is null)
                        """)
                .param("revocation", revocationId)
                .param("outcome", outcome.word())
                .param("why", word(why))
                .param("at", IntegrationRepository.utc(at))
                .param("id", integrationId)
                .update();
    }

    /** What was left open for a sibling is settled with it. */
    static void settleKept(
            JdbcClient jdbc,
            Collection<UUID> grantIds,
            Receipt.Outcome outcome,
            Receipt.@Nullable Why why,
            Instant at) {
        jdbc.sql("""
                        update receipts set outcome = :outcome, why = :why, settled_at = :at
                        where outcome = 'kept_for_sibling' and integration_id in (select id from integrations where grant_id = any (:grants))
                        """)
                .param("outcome", outcome.word())
                .param("why", word(why))
                .param("at", IntegrationRepository.utc(at))
                .param("grants", grantIds.toArray(UUID[]::new))
                .update();
    }

    static Optional<Receipt> find(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select " + COLUMNS + " from receipts where id = :id")
                .param("id", id)
                .query((row, _) -> map(row))
                .optional();
    }

    /** All of the account, the newest first. */
    static List<Receipt> all(JdbcClient jdbc) {
        return jdbc.sql("select " + COLUMNS + " from receipts order by made_at desc, id desc")
                .query((row, _) -> map(row))
                .list();
    }

    /** The receipt of the latest emergency stop that ended an integration's tokens. */
    static Optional<Receipt> ofLatestStop(JdbcClient jdbc, UUID integrationId) {
        return jdbc.sql("select " + COLUMNS + """
                           from receipts where integration_id = :integration and stop_id is not null
                          order by made_at desc, id desc limit 1
                        """)
                .param("integration", integrationId)
                .query((row, _) -> map(row))
                .optional();
    }

    /** How the connections ended that a stop is about; by the role system. */
    static List<StopTally> tally(JdbcClient jdbc, UUID stopId) {
        return jdbc.sql("""
                        select provider, outcome, why, count(*) as connections from receipts where stop_id = :stop
                        group by provider, outcome, why order by provider, outcome, why
                        """)
                .param("stop", stopId)
                .query((row, _) -> new StopTally(
                        row.getString("provider"),
                        outcome(row.getString("outcome")),
                        why(row.getString("why")),
                        row.getLong("connections")))
                .list();
    }

    private static Receipt map(ResultSet row) throws SQLException {
        OffsetDateTime settled = row.getObject("settled_at", OffsetDateTime.class);
        return new Receipt(
                row.getObject("id", UUID.class),
                row.getObject("integration_id", UUID.class),
                row.getObject("stop_id", UUID.class),
                row.getObject("revocation_id", UUID.class),
                row.getString("provider"),
                row.getString("label"),
                outcome(row.getString("outcome")),
                why(row.getString("why")),
                row.getLong("records"),
                IntegrationRepository.instant(row, "made_at"),
                settled == null ? null : settled.toInstant());
    }

    private static Receipt.Outcome outcome(String word) {
        return Receipt.Outcome.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static @Nullable String word(Receipt.@Nullable Why why) {
        return why == null ? null : why.word();
    }

    private static Receipt.@Nullable Why why(@Nullable String word) {
        return word == null ? null : Receipt.Why.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
