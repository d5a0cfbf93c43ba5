package dev.concierge.server.vault;

import dev.concierge.server.database.Ids;
import dev.concierge.server.encryption.Binding;
import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.UnreadableException;
import dev.concierge.server.oauth.TokenSet;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code pending_revocations}: tokens that are kept for the revoker alone, and for at most 72 hours. */
@Component
class PendingRevocations {
    /** Tokens of which nobody knows whose they are. */
    static final UpstreamSubject NOBODY = new UpstreamSubject("", null);

    private static final String TABLE = "pending_revocations";

    /**
     * What the revoker needs to know besides the tokens.
     *
     * @param stoppedGrant the grant they were of, where an emergency stop took them; null otherwise
     */
    record Pending(
            UUID id,
            UUID accountId,
            @Nullable UUID integrationId,
            String provider,
            String registration,
            String consentSubject,
            @Nullable Instant accessExpiresAt,
            int attempts,
            Instant giveUpAt,
            @Nullable UUID stoppedGrant) {}

    /**
     * The tokens in the clear, on their way to the revocation endpoint.
     *
     * @param readable whether each that is stored opened; one that does not was changed or moved behind our back
     */
    record Tokens(@Nullable Secret access, @Nullable Secret refresh, boolean readable) {}

    private final RowCipher cipher;
    private final Ids ids;
    private final VaultSettings settings;
    private final Clock clock;

    PendingRevocations(RowCipher cipher, Ids ids, VaultSettings settings, Clock clock) {
        this.cipher = cipher;
        this.ids = ids;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whose disconnect it is, and which emergency stop took the tokens; each null where there is none. */
    private record Cause(
            @Nullable UUID integrationId, @Nullable UUID stop) {}

    /**
     * Moves a grant's tokens here; a token that does not open any more is left behind. If none opens, the row has none, so that it ends as what a
     * person has to revoke by hand.
     *
     * @return the row, or empty when there is nothing to revoke
     */
    Optional<UUID> add(JdbcClient jdbc, Grant grant, @Nullable UUID integrationId) {
        return add(jdbc, grant, new Cause(integrationId, null));
    }

    /** As the other, because of an emergency stop: they are ended whatever the grant has got since. */
    Optional<UUID> addStopped(JdbcClient jdbc, Grant grant, @Nullable UUID integrationId, UUID stop) {
        return add(jdbc, grant, new Cause(integrationId, stop));
    }

    private Optional<UUID> add(JdbcClient jdbc, Grant grant, Cause cause) {
        if (grant.accessToken() == null && grant.refreshToken() == null) {
            return Optional.empty();
        }
        return insert(
                jdbc,
                grant,
                cause,
                open(grant.accessToken(), grant.accessBinding()),
                open(grant.refreshToken(), grant.refreshBinding()),
                grant.accessExpiresAt());
    }

    /** Adds what new consent left behind of a grant: those of its tokens that the new answer does not bring again. */
    Optional<UUID> addSuperseded(JdbcClient jdbc, Grant before, TokenSet now) {
        return insert(
                jdbc,
                before,
                new Cause(null, null),
                unless(open(before.accessToken(), before.accessBinding()), now.accessToken()),
                unless(open(before.refreshToken(), before.refreshBinding()), now.refreshToken()),
                before.accessExpiresAt());
    }

    private static @Nullable Secret unless(@Nullable Secret old, @Nullable Secret now) {
        return old == null || old.equals(now) ? null : old;
    }

    /** Adds tokens that never became a grant's. */
    Optional<UUID> add(JdbcClient jdbc, Grant grant, TokenSet tokens, @Nullable UUID integrationId) {
        Instant expiresAt = tokens.expiresIn() == null ? null : clock.instant().plus(tokens.expiresIn());
        Cause cause = new Cause(integrationId, null);
        return insert(jdbc, grant, cause, tokens.accessToken(), tokens.refreshToken(), expiresAt);
    }

    private Optional<UUID> insert(
            JdbcClient jdbc,
            Grant grant,
            Cause cause,
            @Nullable Secret access,
            @Nullable Secret refresh,
            @Nullable Instant expiresAt) {
        UUID id = ids.next();
        Instant now = clock.instant();
        jdbc.sql("""
                        insert into pending_revocations (id, account_id, integration_id, provider, registration, upstream_subject, consent_subject, access_token,
                                                         refresh_token, access_expires_at, created_at, next_attempt_at, give_up_at, stop_id, grant_id)
                        values (:id, :account, :integration, :provider, :registration, :subject, :consent, :access, :refresh, :expires, :now, :now, :giveUp,
                                :stop, :grant)
                        """)
                .param("id", id)
                .param("account", grant.accountId())
                .param("integration", cause.integrationId())
                .param("stop", cause.stop())
                .param("grant", cause.stop() == null ? null : grant.id())
                .param("provider", grant.provider())
                .param("registration", grant.registration())
                .param("subject", grant.upstreamSubject())
                .param("consent", grant.consentOf())
                .param("expires", GrantRepository.utc(expiresAt))
                .param("access", seal(access, binding("access_token", id, grant.accountId())))
                .param("refresh", seal(refresh, binding("refresh_token", id, grant.accountId())))
                .param("now", GrantRepository.utc(now))
                .param("giveUp", GrantRepository.utc(now.plus(settings.revocationRetries())))
                .update();
        return Optional.of(id);
    }

    /** Takes the next attempt: later ones wait by then, so two nodes do not try at once. Empty when it is not due or gone. */
    Optional<Pending> claim(JdbcClient jdbc, UUID id) {
        return jdbc.sql("""
                        update pending_revocations set attempts = attempts + 1,
                            next_attempt_at = :now + least(interval '2 hours', interval '1 minute' * power(2, least(attempts, 10)))
                        where id = :id and next_attempt_at <= :now
                        returning id, account_id, integration_id, provider, registration, coalesce(consent_subject, upstream_subject) as consent, access_expires_at, attempts,
                            give_up_at, grant_id
                        """)
                .param("id", id)
                .param("now", GrantRepository.utc(clock.instant()))
                .query((row, _) -> new Pending(
                        row.getObject("id", UUID.class),
                        row.getObject("account_id", UUID.class),
                        row.getObject("integration_id", UUID.class),
                        row.getString("provider"),
                        row.getString("registration"),
                        row.getString("consent"),
                        GrantRepository.instant(row, "access_expires_at"),
                        row.getInt("attempts"),
                        java.util.Objects.requireNonNull(GrantRepository.instant(row, "give_up_at")),
                        row.getObject("grant_id", UUID.class)))
                .optional();
    }

    /** The account's rows at a provider that an emergency stop made. */
    static List<UUID> stoppedAt(JdbcClient jdbc, String provider) {
        return jdbc.sql(
                        "select id from pending_revocations where provider = :provider and stop_id is not null order by id")
                .param("provider", provider)
                .query((row, _) -> row.getObject("id", UUID.class))
                .list();
    }

    Tokens open(JdbcClient jdbc, Pending pending) {
        List<Tokens> found = jdbc.sql("select access_token, refresh_token from revoker_open(:id)")
                .param("id", pending.id())
                .query((row, _) -> open(
                        pending,
                        Ciphertext.ofNullable(row.getBytes("access_token")),
                        Ciphertext.ofNullable(row.getBytes("refresh_token"))))
                .list();
        return found.isEmpty() ? new Tokens(null, null, true) : found.getFirst();
    }

    private Tokens open(Pending pending, @Nullable Ciphertext access, @Nullable Ciphertext refresh) {
        Secret openAccess = open(access, binding("access_token", pending.id(), pending.accountId()));
        Secret openRefresh = open(refresh, binding("refresh_token", pending.id(), pending.accountId()));
        boolean readable = (access == null || openAccess != null) && (refresh == null || openRefresh != null);
        return new Tokens(openAccess, openRefresh, readable);
    }

    /** Keeps the tokens of a refresh that a revocation needed: the old ones may be spent. */
    void replace(JdbcClient jdbc, Pending pending, TokenSet tokens) {
        Instant expiresAt = tokens.expiresIn() == null ? null : clock.instant().plus(tokens.expiresIn());
        jdbc.sql("update pending_revocations set access_token = :access, access_expires_at = :expires where id = :id")
                .param("id", pending.id())
                .param("access", seal(tokens.accessToken(), binding("access_token", pending.id(), pending.accountId())))
                .param("expires", GrantRepository.utc(expiresAt))
                .update();
        if (tokens.refreshToken() != null) {
            Binding binding = binding("refresh_token", pending.id(), pending.accountId());
            jdbc.sql("update pending_revocations set refresh_token = :refresh where id = :id")
                    .param("id", pending.id())
                    .param("refresh", seal(tokens.refreshToken(), binding))
                    .update();
        }
    }

    /** Destroys the tokens. */
    void delete(JdbcClient jdbc, UUID id) {
        jdbc.sql("delete from pending_revocations where id = :id")
                .param("id", id)
                .update();
    }

    private static Binding binding(String column, UUID id, UUID accountId) {
        return new Binding(TABLE, column, id, accountId, 0);
    }

    private byte @Nullable [] seal(@Nullable Secret token, Binding binding) {
        return token == null ? null : cipher.encrypt(token, binding).bytes();
    }

    private @Nullable Secret open(@Nullable Ciphertext ciphertext, Binding binding) {
        try {
            return ciphertext == null ? null : cipher.decrypt(ciphertext, binding);
        } catch (UnreadableException e) {
            return null;
        }
    }
}
