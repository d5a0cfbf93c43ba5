package dev.concierge.server.integrations;

import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.web.BrowserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code pending_grants}, inside the caller's transaction. */
final class PendingGrantRepository {
    private static final String COLUMNS =
            "id, kind, provider, registration, integration_id, upstream_subject, consent_subject, upstream_label, asked, granted, tokens, created_at, expires_at";

    private PendingGrantRepository() {}

    static void insert(JdbcClient jdbc, UUID accountId, BrowserId browser, PendingGrant pending) {
        jdbc.sql("""
                        insert into pending_grants (id, account_id, browser_hash, kind, provider, registration, integration_id, upstream_subject,
                                                    consent_subject, upstream_label, asked, granted, tokens, created_at, expires_at)
                        values (:id, :account, :browser, :kind, :provider, :registration, :integration, :subject, :consent, :label, :asked, :granted, :tokens,
                                :created, :expires)
                        """)
                .param("id", pending.id())
                .param("account", accountId)
                .param("browser", browser.hash())
                .param("kind", pending.kind().word())
                .param("provider", pending.provider())
                .param("registration", pending.registration())
                .param("integration", pending.integrationId())
                .param("subject", pending.upstreamSubject())
                .param("consent", pending.consentSubject())
                .param("label", pending.upstreamLabel())
                .param("asked", pending.asked().toArray(String[]::new))
                .param("granted", pending.granted().toArray(String[]::new))
                .param("tokens", pending.tokens().bytes())
                .param("created", IntegrationRepository.utc(pending.createdAt()))
                .param("expires", IntegrationRepository.utc(pending.expiresAt()))
                .update();
    }

    static Optional<PendingGrant> find(JdbcClient jdbc, UUID id, BrowserId browser, Instant now) {
        return jdbc.sql("select " + COLUMNS
                        + " from pending_grants where id = :id and browser_hash = :browser and expires_at > :now")
                .param("id", id)
                .param("browser", browser.hash())
                .param("now", IntegrationRepository.utc(now))
                .query((row, _) -> map(row))
                .optional();
    }

    /** Takes it, once: of two at the same moment one gets it. */
    static Optional<PendingGrant> take(JdbcClient jdbc, UUID id, BrowserId browser, Instant now) {
        return jdbc.sql(
                        "delete from pending_grants where id = :id and browser_hash = :browser and expires_at > :now returning "
                                + COLUMNS)
                .param("id", id)
                .param("browser", browser.hash())
                .param("now", IntegrationRepository.utc(now))
                .query((row, _) -> map(row))
                .optional();
    }

    static Optional<PendingGrant> takeExpired(JdbcClient jdbc, UUID id, Instant now) {
        return jdbc.sql("delete from pending_grants where id = :id and expires_at <= :now returning " + COLUMNS)
                .param("id", id)
                .param("now", IntegrationRepository.utc(now))
                .query((row, _) -> map(row))
                .optional();
    }

    private static PendingGrant map(ResultSet row) throws SQLException {
        return new PendingGrant(
                row.getObject("id", UUID.class),
                PendingGrant.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("provider"),
                row.getString("registration"),
                row.getObject("integration_id", UUID.class),
                row.getString("upstream_subject"),
                row.getString("consent_subject"),
                row.getString("upstream_label"),
                IntegrationRepository.words(row, "asked"),
                IntegrationRepository.words(row, "granted"),
                Ciphertext.of(row.getBytes("tokens")),
                IntegrationRepository.instant(row, "created_at"),
                IntegrationRepository.instant(row, "expires_at"));
    }
}
