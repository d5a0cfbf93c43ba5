package dev.concierge.server.identity.people;

import dev.concierge.server.identity.EmailAddress;
import dev.concierge.server.identity.OfferedWays;
import dev.concierge.server.web.Role;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Accounts as administration reads and changes them; all by the role system. */
@Repository
class PeopleRepository {
    /** What is shown of a person, beside the rows {@code a} that a query found. */
    static final String SHOWN = """
            select a.account_id, a.email, coalesce(a.email_verified, false) as email_proved, a.display_name, a.role, a.status, a.local_id,
                   a.created_at, a.last_sign_in_at,
                   case when a.status = 'leaving' then (select d.due_at from account_departures d where d.account_id = a.account_id) end as leaves_at,
                   exists (select 1 from passwords p where p.account_id = a.account_id) as has_password,
                   array(select distinct i.provider from identities i where i.account_id = a.account_id order by 1) as providers
            """;

    /** An account about to be made without a way in. */
    record Fresh(
            UUID id,
            EmailAddress email,
            String name,
            Role role,
            boolean active,
            @Nullable String localId,
            Instant now) {}

    /** @throws org.springframework.dao.DuplicateKeyException when the address or the local id has an account */
    void insert(JdbcClient jdbc, Fresh fresh) {
        jdbc.sql("""
                        insert into accounts (account_id, email, email_verified, display_name, role, status, local_id, created_at)
                        values (:id, :email, false, :name, :role, :status, :localId, :now)
                        """)
                .param("id", fresh.id())
                .param("email", fresh.email().value())
                .param("name", fresh.name())
                .param("role", fresh.role().word())
                .param("status", Person.status(fresh.active()))
                .param("localId", fresh.localId())
                .param("now", fresh.now().atOffset(ZoneOffset.UTC))
                .update();
        if (fresh.role() == Role.ADMIN && fresh.active()) {
            administratorCame(jdbc);
        }
    }

    Optional<Person> findByEmail(JdbcClient jdbc, EmailAddress email) {
        return jdbc.sql(SHOWN + " from accounts a where a.email = :email")
                .param("email", email.value())
                .query((row, _) -> person(row))
                .optional();
    }

    Optional<Person> find(JdbcClient jdbc, UUID id) {
        return jdbc.sql(SHOWN + " from accounts a where a.account_id = :id and a.kind = 'person'")
                .param("id", id)
                .query((row, _) -> person(row))
                .optional();
    }

    /** Makes acts that change roles or states wait for each other, on every node, until the transaction ends. */
    void lockRoles(JdbcClient jdbc) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(hashtext('kept_administrator'))")
                .query(Integer.class)
                .single();
    }

    /** The people of these ids as they are now, and stay until the transaction ends. */
    Map<UUID, Person> lock(JdbcClient jdbc, UUID one, UUID other) {
        // in one order, so that two who act on each other wait and do not block each other
        jdbc.sql("select account_id from accounts where account_id in (:one, :other) order by account_id for update")
                .param("one", one)
                .param("other", other)
                .query(UUID.class)
                .list();
        return jdbc
                .sql(SHOWN + " from accounts a where a.account_id in (:one, :other) and a.kind = 'person'")
                .param("one", one)
                .param("other", other)
                .query((row, _) -> person(row))
                .list()
                .stream()
                .collect(Collectors.toMap(Person::id, Function.identity()));
    }

    /** From the first administrator on there is always one: the database sees to it. */
    void administratorCame(JdbcClient jdbc) {
        jdbc.sql("select keep_administrator(null)").query(Boolean.class).single();
    }

    /** Whether an administrator who can sign in stays when this one is none any more; sees to it then. */
    boolean administratorStays(JdbcClient jdbc, UUID leaving, OfferedWays offered) {
        return jdbc.sql("select administrator_stays(:leaving, :providers, :links)")
                .param("leaving", leaving)
                .param("providers", offered.providers().toArray(String[]::new))
                .param("links", offered.links())
                .query(Boolean.class)
                .single();
    }

    void setRole(JdbcClient jdbc, UUID id, Role role) {
        jdbc.sql("update accounts set role = :role, epoch = epoch + 1 where account_id = :id")
                .param("role", role.word())
                .param("id", id)
                .update();
    }

    void setStatus(JdbcClient jdbc, UUID id, boolean active) {
        jdbc.sql("update accounts set status = :status, epoch = epoch + 1 where account_id = :id")
                .param("status", Person.status(active))
                .param("id", id)
                .update();
    }

    /** Makes an account stay that its person asked to delete; the link that would keep it is over. */
    void endDeparture(JdbcClient jdbc, UUID id) {
        jdbc.sql("delete from account_departures where account_id = :id and begun_at is null")
                .param("id", id)
                .update();
    }

    /** @throws org.springframework.dao.DuplicateKeyException when somebody else has it */
    void setLocalId(JdbcClient jdbc, UUID id, @Nullable String localId) {
        jdbc.sql("update accounts set local_id = :localId, epoch = epoch + 1 where account_id = :id")
                .param("localId", localId)
                .param("id", id)
                .update();
    }

    /** Names of people, by account; those who are gone are missing. */
    Map<UUID, String> names(JdbcClient jdbc, List<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<UUID, String> names = new HashMap<>();
        jdbc.sql("select account_id, display_name from accounts where account_id in (:ids)")
                .param("ids", ids)
                .query(row -> {
                    names.put(row.getObject("account_id", UUID.class), row.getString("display_name"));
                });
        return Map.copyOf(names);
    }

    static Person person(ResultSet row) throws SQLException {
        List<String> ways = new ArrayList<>();
        if (row.getBoolean("has_password")) {
            ways.add(Person.PASSWORD);
        }
        Array providers = row.getArray("providers");
        ways.addAll(Arrays.asList((String[]) providers.getArray()));
        return new Person(
                row.getObject("account_id", UUID.class),
                row.getString("email"),
                row.getBoolean("email_proved"),
                row.getString("display_name"),
                Role.of(row.getString("role")),
                row.getString("status").equals("active"),
                instant(row, "leaves_at"),
                row.getString("local_id"),
                Objects.requireNonNull(instant(row, "created_at")),
                instant(row, "last_sign_in_at"),
                ways);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
