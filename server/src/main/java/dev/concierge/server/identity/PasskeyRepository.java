package dev.concierge.server.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code passkeys}. */
@Repository
class PasskeyRepository {
    /**
     * One about to be added.
     *
     * @param credentialId in base64url
     */
    record Fresh(
            UUID id,
            UUID accountId,
            String credentialId,
            StoredPasskey key,
            List<String> transports,
            String name,
            Instant now) {
        Fresh {
            transports = List.copyOf(transports);
        }
    }

    /** One that somebody claims to have, with its account as it is now. */
    record Claimed(UUID id, Account account, StoredPasskey key) {}

    /**
     * What a browser is told, so that it asks for the right one.
     *
     * @param id in base64url
     */
    record Credential(String id, List<String> transports) {
        Credential {
            transports = List.copyOf(transports);
        }
    }

    /** By the role auth. */
    Optional<Claimed> find(JdbcClient jdbc, String credentialId) {
        return jdbc.sql("select * from passkey_find(:credential)")
                .param("credential", PasskeyOptions.bytes(credentialId))
                .query((row, _) -> claimed(row))
                .optional();
    }

    /** One of the account's. */
    Optional<Claimed> find(JdbcClient jdbc, UUID accountId, String credentialId) {
        return jdbc.sql("""
                        select p.id, p.account_id, a.email, a.display_name, a.role, a.status,
                               p.public_key, p.sign_count, p.backup_eligible, p.backed_up
                        from passkeys p join accounts a on a.account_id = p.account_id
                        where p.account_id = :account and p.credential_id = :credential
                        """)
                .param("account", accountId)
                .param("credential", PasskeyOptions.bytes(credentialId))
                .query((row, _) -> claimed(row))
                .optional();
    }

    boolean isEnrolled(JdbcClient jdbc, UUID accountId) {
        return jdbc.sql("select exists (select 1 from passkeys where account_id = :account)")
                .param("account", accountId)
                .query(Boolean.class)
                .single();
    }

    /** The oldest first. */
    List<OwnPasskey> own(JdbcClient jdbc, UUID accountId) {
        return jdbc.sql("""
                        select id, name, backed_up, created_at, used_at from passkeys
                        where account_id = :account order by created_at, id
                        """)
                .param("account", accountId)
                .query((row, _) -> new OwnPasskey(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        row.getBoolean("backed_up"),
                        Rows.instant(row, "created_at"),
                        Rows.instant(row, "used_at")))
                .list();
    }

    List<Credential> credentials(JdbcClient jdbc, UUID accountId) {
        return jdbc.sql(
                        "select credential_id, transports from passkeys where account_id = :account order by created_at, id")
                .param("account", accountId)
                .query((row, _) -> new Credential(PasskeyOptions.text(row.getBytes("credential_id")), List.of((String[])
                        row.getArray("transports").getArray())))
                .list();
    }

    /** @throws org.springframework.dao.DuplicateKeyException when the credential opens an account already, this or another */
    void insert(JdbcClient jdbc, Fresh fresh) {
        jdbc.sql("""
                        insert into passkeys (id, account_id, credential_id, public_key, sign_count, backup_eligible, backed_up, transports, name,
                                              created_at, used_at)
                        values (:id, :account, :credential, :key, :count, :eligible, :backedUp, :transports, :name, :now, :now)
                        """)
                .param("id", fresh.id())
                .param("account", fresh.accountId())
                .param("credential", PasskeyOptions.bytes(fresh.credentialId()))
                .param("key", fresh.key().publicKey())
                .param("count", fresh.key().signCount())
                .param("eligible", fresh.key().backupEligible())
                .param("backedUp", fresh.key().backedUp())
                .param("transports", fresh.transports().toArray(String[]::new))
                .param("name", fresh.name())
                .param("now", Rows.utc(fresh.now()))
                .update();
    }

    /**
     * Writes down an answer that was right. The counter must have risen, at whichever node, but for those that stay at zero (WebAuthn section 7.2
     * step 22).
     *
     * @return false when it had not, or the passkey is gone
     */
    boolean use(JdbcClient jdbc, UUID id, StoredPasskey after, Instant now) {
        return jdbc.sql("""
                                update passkeys set sign_count = :count, backed_up = :backedUp, used_at = :now
                                where id = :id and (sign_count < :count or (sign_count = 0 and :count = 0))
                                """)
                        .param("count", after.signCount())
                        .param("backedUp", after.backedUp())
                        .param("now", Rows.utc(now))
                        .param("id", id)
                        .update()
                > 0;
    }

    /** @return whether it is one of the account's */
    boolean rename(JdbcClient jdbc, UUID accountId, UUID id, String name) {
        return jdbc.sql("update passkeys set name = :name where id = :id and account_id = :account")
                        .param("name", name)
                        .param("id", id)
                        .param("account", accountId)
                        .update()
                > 0;
    }

    void delete(JdbcClient jdbc, UUID accountId, UUID id) {
        jdbc.sql("delete from passkeys where id = :id and account_id = :account")
                .param("id", id)
                .param("account", accountId)
                .update();
    }

    /** Those added at or after a moment. @return how many */
    int deleteSince(JdbcClient jdbc, UUID accountId, Instant moment) {
        return jdbc.sql("delete from passkeys where account_id = :account and created_at >= :moment")
                .param("account", accountId)
                .param("moment", Rows.utc(moment))
                .update();
    }

    private static Claimed claimed(ResultSet row) throws SQLException {
        return new Claimed(
                row.getObject("id", UUID.class),
                Rows.account(row),
                new StoredPasskey(
                        row.getBytes("public_key"),
                        row.getLong("sign_count"),
                        row.getBoolean("backup_eligible"),
                        row.getBoolean("backed_up")));
    }
}
