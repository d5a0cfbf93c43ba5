package dev.concierge.server.integrations;

import dev.concierge.server.database.CurrentTransaction;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code receipts}, inside the caller's transaction. */
final class ReceiptRepository {
    private ReceiptRepository() {}

    static void insert(JdbcClient jdbc, UUID accountId, Receipt receipt) {
        jdbc.sql("""
                        insert into receipts (id, account_id, integration_id, provider, label, outcome, why, records, made_at, settled_at)
                        values (:id, :account, :integration, :provider, :label, :outcome, :why, :records, :at, :settled)
                        """)
                .param("id", receipt.id())
                .param("account", accountId)
                .param("integration", receipt.integrationId())
                .param("provider", receipt.provider())
                .param("label", receipt.label())
                .param("outcome", receipt.outcome().word())
                .param("why", word(receipt.why()))
                .param("records", receipt.records())
                .param("settled", receipt.settledAt() == null ? null : IntegrationRepository.utc(receipt.settledAt()))
                .param("at", IntegrationRepository.utc(receipt.madeAt()))
                .update();
    }

    static void settle(UUID integrationId, Receipt.Outcome outcome, Receipt.@Nullable Why why, Instant at) {
        CurrentTransaction.jdbc()
                .sql(
                        "update receipts set outcome = :outcome, why = :why, settled_at = :at where integration_id = :id and outcome = 'waiting'")
                .param("outcome", outcome.word())
                .param("why", word(why))
                .param("at", IntegrationRepository.utc(at))
                .param("id", integrationId)
                .update();
    }

    /** What was left open for a sibling has ended with it. */
    static void endedWithSibling(JdbcClient jdbc, Collection<UUID> grantIds, Instant at) {
        jdbc.sql("""
                        update receipts set outcome = 'revoked', why = null, settled_at = :at
                        where outcome = 'kept_for_sibling' and integration_id in (select id from integrations where grant_id = any (:grants))
                        """)
                .param("at", IntegrationRepository.utc(at))
                .param("grants", grantIds.toArray(UUID[]::new))
                .update();
    }

    static Optional<Receipt> find(JdbcClient jdbc, UUID id) {
        return jdbc.sql(
                        "select id, integration_id, provider, label, outcome, why, records, made_at, settled_at from receipts where id = :id")
                .param("id", id)
                .query((row, _) -> {
                    OffsetDateTime settled = row.getObject("settled_at", OffsetDateTime.class);
                    return new Receipt(
                            row.getObject("id", UUID.class),
                            row.getObject("integration_id", UUID.class),
                            row.getString("provider"),
                            row.getString("label"),
                            Receipt.Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                            why(row.getString("why")),
                            row.getLong("records"),
                            IntegrationRepository.instant(row, "made_at"),
                            settled == null ? null : settled.toInstant());
                })
                .optional();
    }

    private static @Nullable String word(Receipt.@Nullable Why why) {
        return why == null ? null : why.word();
    }

    private static Receipt.@Nullable Why why(@Nullable String word) {
        return word == null ? null : Receipt.Why.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
