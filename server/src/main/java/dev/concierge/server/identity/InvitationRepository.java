package dev.concierge.server.identity;

import dev.concierge.server.web.Permission;
import dev.concierge.server.web.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code invitations}. */
@Repository
class InvitationRepository {
    /**
     * A living invitation as a stranger's link finds it.
     *
     * @param inviterRole as it is now
     */
    record Found(UUID id, EmailAddress email, Role role, UUID inviter, Role inviterRole) {
        /** Whether its inviter could still send it. */
        boolean counts() {
            return Permission.INVITE.allows(inviterRole, role);
        }
    }

    /** @throws org.springframework.dao.DuplicateKeyException when the address was invited meanwhile */
    void insert(JdbcClient jdbc, Invitation invitation, TokenHash token) {
        jdbc.sql("""
                        insert into invitations (id, account_id, email, role, token_hash, created_at, expires_at)
                        values (:id, :inviter, :email, :role, :token, :created, :expires)
                        """)
                .param("id", invitation.id())
                .param("inviter", invitation.inviter())
                .param("email", invitation.email())
                .param("role", invitation.role().word())
                .param("token", token.bytes())
                .param("created", Rows.utc(invitation.createdAt()))
                .param("expires", Rows.utc(invitation.expiresAt()))
                .update();
    }

    /** By the role auth. */
    Optional<Found> peek(JdbcClient jdbc, TokenHash token, Instant now) {
        return jdbc.sql("select * from invitation_peek(:token, :now)")
                .param("token", token.bytes())
                .param("now", Rows.utc(now))
                .query((row, _) -> found(row))
                .optional()
                .filter(Found::counts);
    }

    /** By the role auth. */
    Optional<Found> of(JdbcClient jdbc, EmailAddress email, Instant now) {
        return jdbc.sql("select * from invitation_of(:email, :now)")
                .param("email", email.value())
                .param("now", Rows.utc(now))
                .query((row, _) -> found(row))
                .optional()
                .filter(Found::counts);
    }

    /**
     * Takes one by its link, or by the address that somebody has proved; by the role auth.
     *
     * @param found as it was looked at
     * @param token null for the way by the address
     * @return whether it was there to be taken, and its inviter is still what they were
     */
    boolean claim(JdbcClient jdbc, Found found, @Nullable TokenHash token, Instant now) {
        return jdbc.sql("select invitation_claim(:token, :email, :role, :now)")
                .param("token", token == null ? null : token.bytes(), Types.BINARY)
                .param("email", token == null ? found.email().value() : null)
                .param("role", found.inviterRole().word())
                .param("now", Rows.utc(now))
                .query(Boolean.class)
                .single();
    }

    /** How many of the account's still work. */
    int count(JdbcClient jdbc, UUID inviter, Instant now) {
        return jdbc.sql("select count(*) from invitations where account_id = :inviter and expires_at > :now")
                .param("inviter", inviter)
                .param("now", Rows.utc(now))
                .query(Integer.class)
                .single();
    }

    /** Those that an account sent. */
    List<Invitation> from(JdbcClient jdbc, UUID inviter) {
        return jdbc.sql(
                        "select id, account_id, email, role, created_at, expires_at from invitations where account_id = :inviter")
                .param("inviter", inviter)
                .query((row, _) -> invitation(row))
                .list();
    }

    /** Those that still work, the newest first; by the role system. */
    List<Invitation> living(JdbcClient jdbc, Instant now, int most) {
        return jdbc.sql("""
                        select id, account_id, email, role, created_at, expires_at from invitations
                        where expires_at > :now order by created_at desc, id desc limit :most
                        """)
                .param("now", Rows.utc(now))
                .param("most", most)
                .query((row, _) -> invitation(row))
                .list();
    }

    /** What was sent to an address, over or not; by the role system. */
    Optional<Invitation> to(JdbcClient jdbc, EmailAddress email) {
        return jdbc.sql(
                        "select id, account_id, email, role, created_at, expires_at from invitations where email = :email")
                .param("email", email.value())
                .query((row, _) -> invitation(row))
                .optional();
    }

    /** By the role system. */
    Optional<Invitation> find(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select id, account_id, email, role, created_at, expires_at from invitations where id = :id")
                .param("id", id)
                .query((row, _) -> invitation(row))
                .optional();
    }

    /** By the role system, or by the inviter's own. @return whether it was there */
    boolean delete(JdbcClient jdbc, UUID id) {
        return jdbc.sql("delete from invitations where id = :id")
                        .param("id", id)
                        .update()
                > 0;
    }

    /** By the role system. */
    void deleteOf(JdbcClient jdbc, EmailAddress email) {
        jdbc.sql("delete from invitations where email = :email")
                .param("email", email.value())
                .update();
    }

    /** By the role system. @return how many */
    int purge(JdbcClient jdbc, Instant before, int most) {
        return jdbc.sql("""
                        delete from invitations where id in (select id from invitations where expires_at < :before limit :most)
                        """)
                .param("before", Rows.utc(before))
                .param("most", most)
                .update();
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(
                row.getObject("id", UUID.class),
                new EmailAddress(row.getString("email")),
                Role.of(row.getString("role")),
                row.getObject("inviter", UUID.class),
                Role.of(row.getString("inviter_role")));
    }

    private static Invitation invitation(ResultSet row) throws SQLException {
        return new Invitation(
                row.getObject("id", UUID.class),
                row.getString("email"),
                Role.of(row.getString("role")),
                row.getObject("account_id", UUID.class),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "expires_at"));
    }
}
