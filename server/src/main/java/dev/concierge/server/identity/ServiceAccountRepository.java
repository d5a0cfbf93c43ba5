package dev.concierge.server.identity;

import dev.concierge.server.web.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Accounts of kind {@code service}; by the role system, but for {@link #isService}, which the account's own role does. */
@Repository
class ServiceAccountRepository {
    private static final String FIELDS = """
            select a.account_id, a.display_name, a.role, a.status, a.created_at,
                   count(k.key_id) filter (where k.revoked_at is null and k.expires_at > :now) as living, max(k.last_used_at) as last_used
            from accounts a left join api_keys k on k.account_id = a.account_id
            where a.kind = 'service'""";

    /** The newest first. */
    List<ServiceAccount> list(JdbcClient jdbc, Instant now, int atMost) {
        return jdbc.sql(FIELDS + " group by a.account_id order by a.created_at desc, a.account_id desc limit :most")
                .param("now", Rows.utc(now))
                .param("most", atMost)
                .query((row, _) -> account(row))
                .list();
    }

    Optional<ServiceAccount> find(JdbcClient jdbc, UUID id, Instant now) {
        return jdbc.sql(FIELDS + " and a.account_id = :id group by a.account_id")
                .param("now", Rows.utc(now))
                .param("id", id)
                .query((row, _) -> account(row))
                .optional();
    }

    /** Lets one transaction at a time make service accounts, so that the number is not passed by a race. */
    void lock(JdbcClient jdbc) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(hashtext('service_accounts'))")
                .query(Integer.class)
                .single();
    }

    int count(JdbcClient jdbc) {
        return jdbc.sql("select count(*) from accounts where kind = 'service'")
                .query(Integer.class)
                .single();
    }

    void insert(JdbcClient jdbc, UUID id, DisplayName name, Role role, Instant now) {
        jdbc.sql("""
                        insert into accounts (account_id, display_name, role, kind, created_at)
                        values (:id, :name, :role, 'service', :now)
                        """)
                .param("id", id)
                .param("name", name.value())
                .param("role", role.word())
                .param("now", Rows.utc(now))
                .update();
    }

    boolean isService(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select kind = 'service' from accounts where account_id = :id")
                .param("id", id)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** @return whether there is one, and it was not so before */
    boolean setActive(JdbcClient jdbc, UUID id, boolean active) {
        return jdbc.sql("""
                                update accounts set status = :status, epoch = epoch + 1
                                where account_id = :id and kind = 'service' and status <> :status
                                """)
                        .param("status", active ? "active" : "disabled")
                        .param("id", id)
                        .update()
                > 0;
    }

    /** @return whether it was there, with nothing connected */
    boolean delete(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select service_account_delete(:id)")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    private static ServiceAccount account(ResultSet row) throws SQLException {
        return new ServiceAccount(
                row.getObject("account_id", UUID.class),
                row.getString("display_name"),
                Role.of(row.getString("role")),
                row.getString("status").equals("active"),
                Rows.instant(row, "created_at"),
                row.getInt("living"),
                Rows.instantOrNull(row, "last_used"));
    }
}
