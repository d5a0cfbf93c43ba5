package dev.concierge.server.authorization;

import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.Ciphertext;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code authorization_requests}, reached through the owner's definer functions alone. */
@Repository
class AuthorizationRequestRepository {
    private final AuthScope auth;
    private final SystemScope system;

    AuthorizationRequestRepository(AuthScope auth, SystemScope system) {
        this.auth = auth;
        this.system = system;
    }

    /** A row without the two hashes it is found by. */
    record Row(
            UUID id,
            AuthorizationKind kind,
            @Nullable UUID accountId,
            @Nullable UUID sessionId,
            @Nullable UUID integrationId,
            String provider,
            String registration,
            URI redirectUri,
            Ciphertext verifier,
            Ciphertext nonce,
            String returnPath,
            List<String> scopes,
            Instant createdAt,
            Instant expiresAt) {}

    /** @return false, and nothing written, when the browser has {@code mostOpen} or more already */
    boolean put(byte[] stateHash, byte[] browserHash, Row row, int mostOpen) {
        return auth.call(jdbc -> {
            if (open(jdbc, browserHash, row.createdAt()) >= mostOpen) {
                return false;
            }
            insert(jdbc, stateHash, browserHash, row);
            return true;
        });
    }

    private static long open(JdbcClient jdbc, byte[] browserHash, Instant at) {
        return jdbc.sql("select authorization_request_open(:browser, :at)")
                .param("browser", browserHash)
                .param("at", utc(at))
                .query(Long.class)
                .single();
    }

    private static void insert(JdbcClient jdbc, byte[] stateHash, byte[] browserHash, Row row) {
        jdbc.sql("""
                        select authorization_request_put(:state, :id, :kind, :account, :session, :integration, :browser, :provider,
                            :registration, :redirect, :verifier, :nonce, :path, :scopes, :created, :expires)
                        """)
                .param("state", stateHash)
                .param("id", row.id())
                .param("kind", row.kind().word())
                .param("account", row.accountId())
                .param("session", row.sessionId())
                .param("integration", row.integrationId())
                .param("browser", browserHash)
                .param("provider", row.provider())
                .param("registration", row.registration())
                .param("redirect", row.redirectUri().toString())
                .param("verifier", row.verifier().bytes())
                .param("nonce", row.nonce().bytes())
                .param("path", row.returnPath())
                .param("scopes", row.scopes().toArray(String[]::new))
                .param("created", utc(row.createdAt()))
                .param("expires", utc(row.expiresAt()))
                .query((_, _) -> true)
                .single();
    }

    /** Removes and answers the row that fits all four; empty when none does. */
    Optional<Row> take(byte[] stateHash, byte[] browserHash, String provider, Instant at) {
        return auth.call(jdbc -> jdbc.sql("select * from authorization_request_take(:state, :browser, :provider, :at)")
                .param("state", stateHash)
                .param("browser", browserHash)
                .param("provider", provider)
                .param("at", utc(at))
                .query((row, _) -> row(row))
                .optional());
    }

    int purge(Instant before, int atMost) {
        return system.call(jdbc -> jdbc.sql("select authorization_request_purge(:before, :most)")
                .param("before", utc(before))
                .param("most", atMost)
                .query(Integer.class)
                .single());
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                AuthorizationKind.of(row.getString("kind")),
                row.getObject("account_id", UUID.class),
                row.getObject("session_id", UUID.class),
                row.getObject("integration_id", UUID.class),
                row.getString("provider"),
                row.getString("registration"),
                URI.create(row.getString("redirect_uri")),
                Ciphertext.of(row.getBytes("verifier")),
                Ciphertext.of(row.getBytes("nonce")),
                row.getString("return_path"),
                List.of((String[]) row.getArray("scopes").getArray()),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
