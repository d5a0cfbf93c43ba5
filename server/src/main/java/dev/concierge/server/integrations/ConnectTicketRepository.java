package dev.concierge.server.integrations;

import dev.concierge.server.authorization.AuthorizationKind;
import dev.concierge.server.encryption.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code connect_tickets}, by the ticket's hash, inside the caller's transaction. */
@Repository
class ConnectTicketRepository {
    private static final String COLUMNS =
            "id, account_id, kind, provider, integration_id, scopes, asked_by, expires_at";

    /**
     * Tickets that wait.
     *
     * @param firstEnd when the first of them ends; null when there is none
     */
    record Open(int count, @Nullable Instant firstEnd) {}

    /** The account's tickets that wait. Until the transaction ends, nobody else counts this account's. */
    Open open(JdbcClient jdbc, UUID accountId, Instant now) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('connect_tickets ' || :account, 0))")
                .param("account", accountId.toString())
                .query(_ -> {});
        return jdbc.sql(
                        "select count(*) as open, min(expires_at) as first from connect_tickets where expires_at > :now")
                .param("now", IntegrationRepository.utc(now))
                .query((row, _) -> new Open(
                        row.getInt("open"),
                        row.getObject("first") == null ? null : IntegrationRepository.instant(row, "first")))
                .single();
    }

    void insert(JdbcClient jdbc, Secret ticket, ConnectTicket row, Instant now) {
        jdbc.sql("""
                        insert into connect_tickets (ticket_hash, id, account_id, kind, provider, integration_id, scopes, asked_by, created_at, expires_at)
                        values (:hash, :id, :account, :kind, :provider, :integration, :scopes, :by, :now, :expires)
                        """)
                .param("hash", ticket.sha256())
                .param("id", row.id())
                .param("account", row.accountId())
                .param("kind", row.kind().name().toLowerCase(Locale.ROOT))
                .param("provider", row.provider())
                .param("integration", row.integrationId())
                .param("scopes", row.scopes().toArray(String[]::new))
                .param("by", row.askedBy())
                .param("now", IntegrationRepository.utc(now))
                .param("expires", IntegrationRepository.utc(row.expiresAt()))
                .update();
    }

    Optional<UUID> accountOf(JdbcClient jdbc, Secret ticket, Instant now) {
        return jdbc.sql("select account_id from connect_ticket_peek(:hash, :now)")
                .param("hash", ticket.sha256())
                .param("now", IntegrationRepository.utc(now))
                .query(UUID.class)
                .optional();
    }

    Optional<ConnectTicket> find(JdbcClient jdbc, Secret ticket, Instant now) {
        return jdbc.sql("select " + COLUMNS + " from connect_tickets where ticket_hash = :hash and expires_at > :now")
                .param("hash", ticket.sha256())
                .param("now", IntegrationRepository.utc(now))
                .query((row, _) -> map(row))
                .optional();
    }

    Optional<ConnectTicket> take(JdbcClient jdbc, Secret ticket, Instant now) {
        return jdbc.sql("delete from connect_tickets where ticket_hash = :hash and expires_at > :now returning "
                        + COLUMNS)
                .param("hash", ticket.sha256())
                .param("now", IntegrationRepository.utc(now))
                .query((row, _) -> map(row))
                .optional();
    }

    /** The account's, whoever asked for them. */
    void deleteAll(JdbcClient jdbc) {
        jdbc.sql("delete from connect_tickets").update();
    }

    private static ConnectTicket map(ResultSet row) throws SQLException {
        return new ConnectTicket(
                row.getObject("id", UUID.class),
                row.getObject("account_id", UUID.class),
                AuthorizationKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("provider"),
                row.getObject("integration_id", UUID.class),
                List.of((String[]) row.getArray("scopes").getArray()),
                row.getString("asked_by"),
                IntegrationRepository.instant(row, "expires_at"));
    }
}
