package dev.concierge.server.integrations;

import dev.concierge.server.database.CurrentTransaction;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code receipts}, inside the caller's transaction. */
final class ReceiptRepository {
    private ReceiptRepository() {}

    static void insert(JdbcClient jdbc, UUID accountId, Receipt receipt) {
        jdbc.sql("""
                        insert into receipts (id, account_id, integration_id, provider, label, outcome, records, made_at)
                        values (:id, :account, :integration, :provider, :label, :outcome, :records, :at)
                        """)
                .param("id", receipt.id())
                .param("account", accountId)
                .param("integration", receipt.integrationId())
                .param("provider", receipt.provider())
                .param("label", receipt.label())
                .param("outcome", receipt.outcome().word())
                .param("records", receipt.records())
                .param("at", IntegrationRepository.utc(receipt.madeAt()))
                .update();
    }

    static void settle(UUID integrationId, Receipt.Outcome outcome, Instant at) {
        CurrentTransaction.jdbc()
                .sql(
                        "update receipts set outcome = :outcome, settled_at = :at where integration_id = :id and outcome = 'waiting'")
                .param("outcome", outcome.word())
                .param("at", IntegrationRepository.utc(at))
                .param("id", integrationId)
                .update();
    }

    static Optional<Receipt> find(JdbcClient jdbc, UUID id) {
        return jdbc.sql(
                        "select id, integration_id, provider, label, outcome, records, made_at, settled_at from receipts where id = :id")
                .param("id", id)
                .query((row, _) -> {
                    OffsetDateTime settled = row.getObject("settled_at", OffsetDateTime.class);
                    return new Receipt(
                            row.getObject("id", UUID.class),
                            row.getObject("integration_id", UUID.class),
                            row.getString("provider"),
                            row.getString("label"),
                            Receipt.Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                            row.getLong("records"),
                            IntegrationRepository.instant(row, "made_at"),
                            settled == null ? null : settled.toInstant());
                })
                .optional();
    }
}
