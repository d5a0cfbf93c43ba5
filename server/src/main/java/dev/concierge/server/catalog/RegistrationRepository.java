package dev.concierge.server.catalog;

import dev.concierge.server.encryption.Ciphertext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code registrations}. Written by the system role, which cannot read a secret; read whole by the auth or app role. */
@Repository
class RegistrationRepository {
    List<StoredRegistration> all(JdbcClient jdbc) {
        return jdbc.sql("""
                        select provider, id, client_id, client_secret, secret_version, secret_expires_on, connects, signs_in, version,
                               changed_at, changed_by
                        from registrations_sealed()
                        """).query((row, _) -> read(row)).list();
    }

    /** @return whether it is new; false when the provider has a row already */
    boolean insert(JdbcClient jdbc, StoredRegistration row) {
        return bind(jdbc.sql("""
                        insert into registrations (provider, id, client_id, client_secret, secret_version, secret_expires_on, connects,
                            signs_in, version, changed_at, changed_by)
                        values (:provider, :id, :clientId, :secret, :secretVersion, :expires, :connects, :signsIn, :version, :at, :by)
                        on conflict do nothing
                        """), row) == 1;
    }

    /** Replaces the row of the version just before. @return whether that was the row */
    boolean update(JdbcClient jdbc, StoredRegistration row) {
        return bind(jdbc.sql("""
                        update registrations set client_id = :clientId, client_secret = :secret, secret_version = :secretVersion,
                            secret_expires_on = :expires, connects = :connects, signs_in = :signsIn, version = :version,
                            changed_at = :at, changed_by = :by
                        where provider = :provider and id = :id and version = :version - 1
                        """), row) == 1;
    }

    boolean delete(JdbcClient jdbc, String provider, long version) {
        return jdbc.sql("delete from registrations where provider = :provider and version = :version")
                        .param("provider", provider)
                        .param("version", version)
                        .update()
                == 1;
    }

    private static int bind(JdbcClient.StatementSpec statement, StoredRegistration row) {
        return statement
                .param("provider", row.provider())
                .param("id", row.id())
                .param("clientId", row.clientId())
                .param("secret", row.clientSecret().bytes())
                .param("secretVersion", row.secretVersion())
                .param("expires", row.secretExpiresOn())
                .param("connects", row.connects())
                .param("signsIn", row.signsIn())
                .param("version", row.version())
                .param("at", OffsetDateTime.ofInstant(row.changedAt(), ZoneOffset.UTC))
                .param("by", row.changedBy())
                .update();
    }

    private static StoredRegistration read(ResultSet row) throws SQLException {
        return new StoredRegistration(
                row.getString("provider"),
                row.getObject("id", UUID.class),
                row.getString("client_id"),
                Ciphertext.of(row.getBytes("client_secret")),
                row.getLong("secret_version"),
                row.getObject("secret_expires_on", LocalDate.class),
                row.getBoolean("connects"),
                row.getBoolean("signs_in"),
                row.getLong("version"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_by", UUID.class));
    }
}
