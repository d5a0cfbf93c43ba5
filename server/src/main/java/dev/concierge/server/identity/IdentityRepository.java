package dev.concierge.server.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code identities}. */
@Repository
class IdentityRepository {
    /** An identity and the account that it opens. */
    record Found(UUID id, Account account, int epoch) {
        ProvedAccount proved() {
            return new ProvedAccount(account, epoch);
        }
    }

    /** What the provider said at the last sign-in. */
    private record Note(@Nullable String email, boolean verified) {}

    /** By the role auth. */
    Optional<Found> find(JdbcClient jdbc, UpstreamPerson person) {
        return jdbc.sql("select f.*, account_epoch(f.account_id) as epoch from identity_find(:issuer, :subject) f")
                .param("issuer", person.issuer())
                .param("subject", person.subject())
                .query((row, _) ->
                        new Found(row.getObject("identity_id", UUID.class), Rows.account(row), row.getInt("epoch")))
                .optional();
    }

    /** The account's, the oldest first. */
    List<OwnIdentity> own(JdbcClient jdbc, UUID accountId) {
        return jdbc.sql("""
                        select identity_id, provider, label, created_at, used_at, coalesce(proof ->> 'by', '') as proof from identities
                        where account_id = :account order by created_at, identity_id
                        """)
                .param("account", accountId)
                .query((row, _) -> new OwnIdentity(
                        row.getObject("identity_id", UUID.class),
                        row.getString("provider"),
                        row.getString("label"),
                        Rows.instant(row, "created_at"),
                        Rows.instant(row, "used_at"),
                        row.getString("proof")))
                .list();
    }

    /** Parts the account from its ways through providers, but for those that vouch for its own address. @return how many there were */
    int deleteUnproved(JdbcClient jdbc, UUID accountId) {
        return jdbc.sql("""
                        delete from identities i where i.account_id = :account
                          and not exists (select 1 from accounts a
                                          where a.account_id = i.account_id and a.email = i.email and i.email_verified)
                        """).param("account", accountId).update();
    }

    /** Parts the account from its ways through providers that were added at or after a moment. @return which */
    List<OwnIdentity> deleteSince(JdbcClient jdbc, UUID accountId, Instant moment) {
        List<OwnIdentity> since = own(jdbc, accountId).stream()
                .filter(identity -> !identity.createdAt().isBefore(moment))
                .toList();
        since.forEach(identity -> delete(jdbc, accountId, identity.id()));
        return since;
    }

    /** @throws org.springframework.dao.DuplicateKeyException when it opens an account already */
    void insert(JdbcClient jdbc, UUID id, UUID accountId, UpstreamPerson person, LinkProof proof, Instant now) {
        jdbc.sql("""
                        insert into identities (identity_id, account_id, issuer, subject, provider, label, email, email_verified, created_at, used_at, proof)
                        values (:id, :account, :issuer, :subject, :provider, :label, :email, :verified, :now, :now,
                                jsonb_strip_nulls(jsonb_build_object('by', cast(:by as text), 'session', cast(:session as text))))
                        """)
                .param("id", id)
                .param("account", accountId)
                .param("issuer", person.issuer())
                .param("subject", person.subject())
                .param("provider", person.provider())
                .param("label", person.label())
                .param("email", person.mentioned())
                .param("verified", person.proved() != null)
                .param("by", proof.by())
                .param(
                        "session",
                        proof.session() == null ? null : proof.session().toString())
                .param("now", Rows.utc(now))
                .update();
    }

    void delete(JdbcClient jdbc, UUID accountId, UUID id) {
        jdbc.sql("delete from identities where identity_id = :id and account_id = :account")
                .param("id", id)
                .param("account", accountId)
                .update();
    }

    /**
     * Writes down that it was used, and what the provider says of the person now.
     *
     * @return whether the provider names another address than last time
     */
    boolean note(JdbcClient jdbc, UUID id, UpstreamPerson person, Instant now) {
        Note before = jdbc.sql("select email, email_verified from identities where identity_id = :id for update")
                .param("id", id)
                .query((row, _) -> new Note(row.getString("email"), row.getBoolean("email_verified")))
                .single();
        boolean silent = person.mentioned() == null;
        Note after = silent ? before : new Note(person.mentioned(), person.proved() != null);
        jdbc.sql("""
                        update identities set label = coalesce(:label, label), email = :email, email_verified = :verified, used_at = :now
                        where identity_id = :id
                        """)
                .param("label", person.label())
                .param("email", after.email())
                .param("verified", after.verified())
                .param("now", Rows.utc(now))
                .param("id", id)
                .update();
        return !after.equals(before);
    }
}
