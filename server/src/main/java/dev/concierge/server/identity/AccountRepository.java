package dev.concierge.server.identity;

import dev.concierge.server.web.DateForm;
import dev.concierge.server.web.Role;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tables {@code accounts} and {@code passwords}. */
@Repository
class AccountRepository {
    /** What a sign-in needs to decide. */
    record Credentials(Account account, int epoch, String hash, boolean knownBrowser) {
        @Override
        public String toString() {
            return "Credentials[" + account.id() + "]";
        }
    }

    /** Wrong tries since the last sign-in. */
    record Failures(int count, @Nullable Instant last) {
        static final Failures NONE = new Failures(0, null);
    }

    /** By the role auth. */
    Optional<Credentials> credentials(JdbcClient jdbc, EmailAddress email, byte[] browser, Instant browserSince) {
        return jdbc.sql(
                        "select f.*, account_epoch(f.account_id) as epoch from sign_in_find(:email, :browser, :since) f")
                .param("email", email.value())
                .param("browser", browser)
                .param("since", Rows.utc(browserSince))
                .query((row, _) -> new Credentials(
                        Rows.account(row), row.getInt("epoch"), row.getString("hash"), row.getBoolean("known_browser")))
                .optional();
    }

    /** Of imported hashes that stand in the table. By the role auth. */
    List<String> passwordForms(JdbcClient jdbc) {
        return jdbc.sql("select * from password_forms_of_all()")
                .query((row, _) -> row.getString(1))
                .list();
    }

    /** Writes down the form of the account's imported hash. */
    void notePasswordForm(JdbcClient jdbc) {
        jdbc.sql("select password_form_note()").query(_ -> {});
    }

    /** Forgets forms of which there is no hash any more. By the role system. */
    void purgePasswordForms(JdbcClient jdbc) {
        jdbc.sql("select password_forms_purge()").query(Integer.class).single();
    }

    /** By the role auth. */
    boolean isTaken(JdbcClient jdbc, EmailAddress email) {
        return jdbc.sql("select address_taken(:email)")
                .param("email", email.value())
                .query(Boolean.class)
                .single();
    }

    Optional<Account> find(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select account_id, email, display_name, role, status from accounts where account_id = :id")
                .param("id", id)
                .query((row, _) -> Rows.account(row))
                .optional();
    }

    /** By the role system. */
    Optional<Account> findByEmail(JdbcClient jdbc, EmailAddress email) {
        return jdbc.sql("select account_id, email, display_name, role, status from accounts where email = :email")
                .param("email", email.value())
                .query((row, _) -> Rows.account(row))
                .optional();
    }

    /** Those who may come in. By the role system. */
    List<Account> administrators(JdbcClient jdbc) {
        return jdbc.sql("""
                        select account_id, email, display_name, role, status from accounts
                        where role = 'admin' and status = 'active' order by account_id
                        """).query((row, _) -> Rows.account(row)).list();
    }

    /** @throws org.springframework.dao.DuplicateKeyException when the address has an account */
    void insert(JdbcClient jdbc, Account account, boolean proved, String hash, Instant now) {
        insert(jdbc, account, proved, now);
        insertHash(jdbc, account.id(), hash, now);
    }

    /**
     * An account without a password.
     *
     * @param proved whether its address is known to be the person's
     * @throws org.springframework.dao.DuplicateKeyException when the address has an account
     */
    void insert(JdbcClient jdbc, Account account, boolean proved, Instant now) {
        jdbc.sql("""
                        insert into accounts (account_id, email, email_verified, display_name, role, created_at)
                        values (:id, :email, :proved, :name, :role, :now)
                        """)
                .param("id", account.id())
                .param("email", account.email())
                .param("proved", proved)
                .param("name", account.name())
                .param("role", account.role().word())
                .param("now", Rows.utc(now))
                .update();
        keepAdministrator(jdbc, account);
    }

    /**
     * An account of an older installation.
     *
     * @throws org.springframework.dao.DuplicateKeyException when the address, or the local id, has an account
     */
    void insertImported(
            JdbcClient jdbc, Account account, @Nullable String localId, boolean emailVerified, Instant now) {
        jdbc.sql("""
                        insert into accounts (account_id, email, email_verified, display_name, role, status, local_id, created_at)
                        values (:id, :email, :verified, :name, :role, :status, :localId, :now)
                        """)
                .param("id", account.id())
                .param("email", account.email())
                .param("verified", emailVerified)
                .param("name", account.name())
                .param("role", account.role().word())
                .param("status", account.active() ? "active" : "disabled")
                .param("localId", localId)
                .param("now", Rows.utc(now))
                .update();
        keepAdministrator(jdbc, account);
    }

    /** From the first administrator on there is always one: the database sees to it. */
    private static void keepAdministrator(JdbcClient jdbc, Account account) {
        if (account.role() == Role.ADMIN) {
            jdbc.sql("select keep_administrator(null)").query(Boolean.class).single();
        }
    }

    /** How times are written for a person. */
    record Writing(ZoneId zone, DateForm form) {}

    Writing writing(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select time_zone, date_form from accounts where account_id = :id")
                .param("id", id)
                .query((row, _) -> new Writing(
                        KnownBrowsers.zone(row.getString("time_zone")), KnownBrowsers.form(row.getString("date_form"))))
                .single();
    }

    void noteSignIn(JdbcClient jdbc, UUID id, Instant now) {
        jdbc.sql("update accounts set last_sign_in_at = :now where account_id = :id")
                .param("now", Rows.utc(now))
                .param("id", id)
                .update();
    }

    void insertHash(JdbcClient jdbc, UUID id, String hash, Instant now) {
        jdbc.sql("insert into passwords (account_id, hash, changed_at) values (:id, :hash, :now)")
                .param("id", id)
                .param("hash", hash)
                .param("now", Rows.utc(now))
                .update();
    }

    /** By the role system. */
    void setRole(JdbcClient jdbc, Account account) {
        jdbc.sql("update accounts set role = :role, epoch = epoch + 1 where account_id = :id")
                .param("role", account.role().word())
                .param("id", account.id())
                .update();
        keepAdministrator(jdbc, account);
    }

    /** Whether the account's address was proved; false too where nobody ever said. */
    boolean isEmailProved(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select coalesce(email_verified, false) from accounts where account_id = :id")
                .param("id", id)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** Makes acts that change roles or states wait for each other, on every node, until the transaction ends; before any row is read. */
    void lockRoles(JdbcClient jdbc) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(hashtext('kept_administrator'))")
                .query(Integer.class)
                .single();
    }

    /** Makes acts on the account's ways in wait for each other. @return whether there is an account that may come in */
    boolean lock(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select status in ('active', 'leaving') from accounts where account_id = :id for update")
                .param("id", id)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** Keeps {@link #lock} away from the account until the end of the transaction, and nothing else. */
    void hold(JdbcClient jdbc, UUID id) {
        jdbc.sql("select account_id from accounts where account_id = :id for key share")
                .param("id", id)
                .query(UUID.class)
                .optional();
    }

    /** The account's epoch, which nobody raises until the end of the transaction; empty when it may not come in. */
    Optional<Integer> lockEpoch(JdbcClient jdbc, UUID id) {
        return jdbc.sql(
                        "select epoch from accounts where account_id = :id and status in ('active', 'leaving') for update")
                .param("id", id)
                .query(Integer.class)
                .optional();
    }

    void proveEmail(JdbcClient jdbc, UUID id) {
        jdbc.sql("update accounts set email_verified = true where account_id = :id")
                .param("id", id)
                .update();
    }

    /**
     * Sets an address that was proved.
     *
     * @throws org.springframework.dao.DuplicateKeyException when it has another account
     */
    void changeEmail(JdbcClient jdbc, UUID id, EmailAddress email) {
        jdbc.sql("update accounts set email = :email, email_verified = true where account_id = :id")
                .param("email", email.value())
                .param("id", id)
                .update();
    }

    /** Sets a password, for an account that had one or none. */
    void setPassword(JdbcClient jdbc, UUID id, String hash, Instant now) {
        jdbc.sql("""
                        insert into passwords (account_id, hash, changed_at) values (:id, :hash, :now)
                        on conflict (account_id) do update set hash = :hash, changed_at = :now, failed_count = 0, failed_at = null
                        """)
                .param("id", id)
                .param("hash", hash)
                .param("now", Rows.utc(now))
                .update();
    }

    /**
     * Puts a stronger hash of the same password in the place of a dated one; nothing where the account's ways in changed since the password was read, for
     * then the password may be another one.
     */
    void rehash(JdbcClient jdbc, UUID id, int epoch, String hash) {
        if (lockEpoch(jdbc, id).filter(now -> now == epoch).isEmpty()) {
            return;
        }
        jdbc.sql("update passwords set hash = :hash where account_id = :id")
                .param("hash", hash)
                .param("id", id)
                .update();
    }

    Optional<Instant> passwordChangedAt(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select changed_at from passwords where account_id = :id")
                .param("id", id)
                .query((row, _) -> Rows.instant(row, "changed_at"))
                .optional();
    }

    /** By the role system; null counts for nobody, at the same cost. */
    void countFailure(JdbcClient jdbc, @Nullable UUID id, Instant now) {
        jdbc.sql("update passwords set failed_count = failed_count + 1, failed_at = :now where account_id = :id")
                .param("now", Rows.utc(now))
                .param("id", id)
                .update();
    }

    /** Counts a try at an address without an account that no line of the trail names. By the role system. */
    void countUnknown(JdbcClient jdbc) {
        jdbc.sql("update unknown_tries set tries = tries + 1").update();
    }

    /** Reads the failures and begins to count again; none for an account without a password. */
    Failures takeFailures(JdbcClient jdbc, UUID id) {
        Failures failures = jdbc.sql("select failed_count, failed_at from passwords where account_id = :id for update")
                .param("id", id)
                .query((row, _) -> new Failures(row.getInt("failed_count"), Rows.instantOrNull(row, "failed_at")))
                .optional()
                .orElse(Failures.NONE);
        if (failures.count() > 0) {
            jdbc.sql("update passwords set failed_count = 0, failed_at = null where account_id = :id")
                    .param("id", id)
                    .update();
        }
        return failures;
    }
}
