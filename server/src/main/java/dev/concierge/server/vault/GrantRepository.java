package dev.concierge.server.vault;

import dev.concierge.server.encryption.Ciphertext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code grants}, inside the caller's transaction. */
final class GrantRepository {
    private static final String ROW = """
            select id, account_id, provider, registration, upstream_subject, consent_subject, access_token, refresh_token, version, scopes, obtained_at,
                   access_expires_at, refresh_expires_at, state, cause, retry_at, refreshes,
                   case when state <> 'ended' and destroyed_at is null then grant_stop(provider, registration, after_stop) end as stop
            from grants where id = :id
            """;

    /**
     * A row as it is stored, for whoever ends its tokens.
     *
     * @param stop the emergency stop that covers it, so that nobody may use it; null when none does
     */
    record Stored(Grant grant, @Nullable UUID stop) {
        /** The row as it may be used. */
        Grant usable() {
            return stop == null ? grant : grant.stopped();
        }
    }

    private GrantRepository() {}

    /** The row as it may be used: of one that an emergency stop covers no token is seen. */
    static Optional<Grant> find(JdbcClient jdbc, UUID id) {
        return jdbc.sql(ROW)
                .param("id", id)
                .query((row, _) -> stored(row).usable())
                .optional();
    }

    /** As {@link #find}, and the row is the transaction's until it ends. */
    static Optional<Grant> lock(JdbcClient jdbc, UUID id) {
        return lockStored(jdbc, id).map(Stored::usable);
    }

    static Optional<Stored> lockStored(JdbcClient jdbc, UUID id) {
        return jdbc.sql(ROW + " for update")
                .param("id", id)
                .query((row, _) -> stored(row))
                .optional();
    }

    static void insert(JdbcClient jdbc, Grant grant, @Nullable Instant dueAt) {
        jdbc.sql("""
                        insert into grants (id, account_id, provider, registration, upstream_subject, consent_subject, access_token, refresh_token, version, scopes,
                                            obtained_at, access_expires_at, refresh_expires_at, state, refresh_due_at)
                        values (:id, :account, :provider, :registration, :subject, :consent, :access, :refresh, :version, :scopes,
                                :obtained, :expires, :refreshExpires, :state, :due)
                        """)
                .param("id", grant.id())
                .param("account", grant.accountId())
                .param("provider", grant.provider())
                .param("registration", grant.registration())
                .param("subject", grant.upstreamSubject())
                .param("consent", grant.consentSubject())
                .param("access", bytes(grant.accessToken()))
                .param("refresh", bytes(grant.refreshToken()))
                .param("version", grant.version())
                .param("scopes", array(grant.scopes()))
                .param("obtained", utc(grant.obtainedAt()))
                .param("expires", utc(grant.accessExpiresAt()))
                .param("refreshExpires", utc(grant.refreshExpiresAt()))
                .param("state", grant.state().word())
                .param("due", utc(dueAt))
                .update();
    }

    /**
     * Stores new tokens, if the row is still at the version before and has not ended. The version alone decides: an answer stored late is still
     * the newest token there is. Those of a refresh are not stored while an emergency stop covers the grant; new consent brings it out of that.
     *
     * @param next the row as it shall be; its version is one above the stored one
     * @param fence of the refresh that brought them, whose intent is closed, stored or not; null when a person brought them
     * @return whether it was stored
     */
    static boolean storeTokens(JdbcClient jdbc, Grant next, @Nullable Instant dueAt, @Nullable Long fence) {
        return jdbc.sql("""
                                with closed as (delete from refresh_intents where grant_id = :id and fence = cast(:fence as bigint))
                                update grants set access_token = :access, refresh_token = :refresh, version = :version, scopes = :scopes,
                                    obtained_at = :obtained, access_expires_at = :expires, refresh_expires_at = :refreshExpires, state = 'live',
                                    cause = null, retry_at = null, failures = 0, refreshes = :refreshes, refresh_due_at = :due,
                                    lease_until = null, rejected_at = null, destroyed_at = null,
                                    after_stop = case when cast(:fence as bigint) is null then latest_stop() else after_stop end
                                where id = :id and version = :version - 1 and state <> 'ended'
                                  and (cast(:fence as bigint) is null or grant_stop(provider, registration, after_stop) is null)
                                """)
                        .param("id", next.id())
                        .param("access", bytes(next.accessToken()))
                        .param("refresh", bytes(next.refreshToken()))
                        .param("version", next.version())
                        .param("scopes", array(next.scopes()))
                        .param("obtained", utc(next.obtainedAt()))
                        .param("expires", utc(next.accessExpiresAt()))
                        .param("refreshExpires", utc(next.refreshExpiresAt()))
                        .param("refreshes", next.refreshes())
                        .param("due", utc(dueAt))
                        .param("fence", fence)
                        .update()
                == 1;
    }

    /** Takes the grant from every earlier holder, and keeps it for nobody. @return the new fence */
    static long fence(JdbcClient jdbc, UUID id) {
        return jdbc.sql(
                        "update grants set fence = fence + 1, lease_until = clock_timestamp() where id = :id returning fence")
                .param("id", id)
                .query(Long.class)
                .single();
    }

    /** Writes a verdict, only while nobody stored a newer token or claimed after us. */
    static boolean condemn(JdbcClient jdbc, UUID id, long version, long fence, Verdict verdict) {
        return jdbc.sql("""
                                update grants set state = :state, cause = :cause, retry_at = :retry, lease_until = null, failures = failures + 1,
                                    refresh_due_at = :retry, rejected_at = :rejected, destroyed_at = null
                                where id = :id and version = :version and fence = :fence and state <> 'ended'
                                """)
                        .param("id", id)
                        .param("version", version)
                        .param("fence", fence)
                        .param("state", verdict.state().word())
                        .param("cause", verdict.cause())
                        .param("retry", utc(verdict.retryAt()))
                        .param("rejected", utc(verdict.rejectedAt()))
                        .update()
                == 1;
    }

    /** Marks a live grant whose token does not open, unless a newer one was stored meanwhile. @return whether it was marked now */
    static boolean quarantine(JdbcClient jdbc, UUID id, long version, String cause) {
        return jdbc.sql("""
                                update grants set state = 'misconfigured', cause = :cause
                                where id = :id and version = :version and state = 'live'
                                """)
                        .param("id", id)
                        .param("version", version)
                        .param("cause", cause)
                        .update()
                == 1;
    }

    /**
     * Marks a grant whose token has ended and that nothing renews.
     *
     * @param early also while the token should still live
     * @return whether it was marked now
     */
    static boolean ranOut(JdbcClient jdbc, UUID id, long version, String cause, Instant now, boolean early) {
        return jdbc.sql("""
                                update grants set state = 'rejected', cause = :cause, refresh_due_at = null, retry_at = null,
                                    rejected_at = :now, destroyed_at = null
                                where id = :id and version = :version and state in ('live', 'misconfigured') and (:early or access_expires_at <= :now)
                                """)
                        .param("id", id)
                        .param("version", version)
                        .param("cause", cause)
                        .param("early", early)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    /**
     * The account's grants that hang on one consent, ended ones too.
     *
     * @param registration null where those of every registration count
     */
    static List<Shared> ofConsent(
            JdbcClient jdbc, Collection<String> providers, String consent, @Nullable String registration) {
        return jdbc.sql("""
                        select id, state <> 'ended' and destroyed_at is null as live from grants
                        where provider = any (:providers) and coalesce(consent_subject, upstream_subject) = :consent
                          and (:registration::text is null or registration = :registration)
                        """)
                .param("providers", array(providers))
                .param("consent", consent)
                .param("registration", registration)
                .query((row, _) -> new Shared(row.getObject("id", UUID.class), row.getBoolean("live")))
                .list();
    }

    /** One of several grants of a consent. */
    record Shared(UUID id, boolean live) {}

    /** Forgets tokens that turned out to be somebody else's: they are not to be used, and not ours to end. */
    static void disown(JdbcClient jdbc, UUID id, long version) {
        jdbc.sql("update grants set access_token = null, refresh_token = null where id = :id and version = :version")
                .param("id", id)
                .param("version", version)
                .update();
    }

    /**
     * Destroys the ciphertexts of a grant that was rejected and whose access token has ended, unless a newer token was stored meanwhile. The version rises, so
     * that no cache and no late answer goes on with the row as it was.
     *
     * @return whether it was done now
     */
    static boolean destroy(JdbcClient jdbc, UUID id, long version, Instant rejectedBefore, Instant now) {
        return jdbc.sql("""
                                update grants set access_token = null, refresh_token = null, version = version + 1, destroyed_at = :now
                                where id = :id and version = :version and state = 'rejected' and destroyed_at is null
                                  and rejected_at <= :before and access_expires_at <= :now
                                """)
                        .param("id", id)
                        .param("version", version)
                        .param("before", utc(rejectedBefore))
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    /** How many refreshes in a row ended without an answer that says something about the grant. */
    static int failures(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select failures from grants where id = :id")
                .param("id", id)
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    /**
     * Backs off after a failure that says nothing about the grant, only while nobody stored a newer token or claimed after us: a newer one has not
     * failed.
     */
    static void backOff(JdbcClient jdbc, UUID id, long version, long fence, Instant retryAt) {
        jdbc.sql("""
                        update grants set failures = failures + 1, retry_at = :retry, refresh_due_at = :retry, lease_until = null
                        where id = :id and version = :version and fence = :fence and state <> 'ended'
                        """)
                .param("id", id)
                .param("version", version)
                .param("fence", fence)
                .param("retry", utc(retryAt))
                .update();
    }

    /** Lets the schedule come back later, where it would come back at all. */
    static void postpone(JdbcClient jdbc, UUID id, Instant until) {
        jdbc.sql("update grants set refresh_due_at = :until where id = :id and refresh_due_at < :until")
                .param("id", id)
                .param("until", utc(until))
                .update();
    }

    /** Empties the row and raises its version: nothing that is under way can be stored any more. */
    static void end(JdbcClient jdbc, UUID id) {
        jdbc.sql("""
                        update grants set state = 'ended', access_token = null, refresh_token = null, version = version + 1, refresh_due_at = null,
                            retry_at = null, lease_until = null
                        where id = :id
                        """).param("id", id).update();
    }

    /** The account's grants at a provider that an emergency stop covers and whose tokens are still in their rows. */
    static List<UUID> covered(JdbcClient jdbc, String provider) {
        return jdbc.sql("""
                        select id from grants where provider = :provider and state <> 'ended' and destroyed_at is null
                          and grant_stop(provider, registration, after_stop) is not null
                        """)
                .param("provider", provider)
                .query((row, _) -> row.getObject("id", UUID.class))
                .list();
    }

    /**
     * Empties the row of a grant that an emergency stop covers, and raises version and fence: nothing that is under way can be stored or judge any
     * more. Its person may consent anew.
     */
    static void stop(JdbcClient jdbc, UUID id, Instant now) {
        jdbc.sql("""
                        update grants set state = 'rejected', cause = :cause, access_token = null, refresh_token = null, version = version + 1,
                            fence = fence + 1, refresh_due_at = null, retry_at = null, lease_until = null, rejected_at = :now, destroyed_at = :now,
                            after_stop = latest_stop()
                        where id = :id
                        """)
                .param("id", id)
                .param("cause", Grant.STOPPED)
                .param("now", utc(now))
                .update();
    }

    static Object array(Collection<String> words) {
        return words.stream().sorted().toArray(String[]::new);
    }

    static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    static Set<String> words(ResultSet row, String column) throws SQLException {
        return Set.copyOf(List.of((String[]) row.getArray(column).getArray()));
    }

    private static byte @Nullable [] bytes(@Nullable Ciphertext ciphertext) {
        return ciphertext == null ? null : ciphertext.bytes();
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(map(row), row.getObject("stop", UUID.class));
    }

    private static Grant map(ResultSet row) throws SQLException {
        return new Grant(
                row.getObject("id", UUID.class),
                row.getObject("account_id", UUID.class),
                row.getString("provider"),
                row.getString("registration"),
                row.getString("upstream_subject"),
                row.getString("consent_subject"),
                Ciphertext.ofNullable(row.getBytes("access_token")),
                Ciphertext.ofNullable(row.getBytes("refresh_token")),
                row.getLong("version"),
                words(row, "scopes"),
                java.util.Objects.requireNonNull(instant(row, "obtained_at")),
                instant(row, "access_expires_at"),
                instant(row, "refresh_expires_at"),
                Grant.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("cause"),
                instant(row, "retry_at"),
                row.getLong("refreshes"));
    }
}
