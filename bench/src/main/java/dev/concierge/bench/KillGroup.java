package dev.concierge.bench;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A person with many connected accounts, whose refreshes are interrupted together. */
final class KillGroup implements AutoCloseable {
    /** @param upstream the account at the provider */
    record Member(String upstream, String integration, UUID grant) {}

    private final Person person;
    private final Caller caller;
    private final Connection database;
    private final List<Member> members = new ArrayList<>();

    private KillGroup(Person person, Caller caller, Connection database) {
        this.person = person;
        this.caller = caller;
        this.database = database;
    }

    /** Signs up and connects {@code size} accounts. */
    static KillGroup connect(Installation at, String name, int size) throws Exception {
        Person person = new Person(at);
        person.signUp(name + "@people.example");
        KillGroup group = new KillGroup(person, new Caller("localhost:" + at.port(), person.key()), at.database());
        for (int i = 0; i < size; i++) {
            String upstream = name + "-" + i + "@upstream.example";
            at.sandbox().addPerson(upstream, "Account", name + " " + i, ZoneOffset.UTC);
            String integration = person.connect(upstream);
            group.members.add(new Member(upstream, integration, group.grantOf(integration)));
        }
        return group;
    }

    List<Member> members() {
        return List.copyOf(members);
    }

    Caller caller() {
        return caller;
    }

    Connection database() {
        return database;
    }

    /** The person consents again; it is the same integration afterwards. */
    void reconnect(Member member) throws IOException, InterruptedException {
        String integration = person.connect(member.upstream());
        if (!integration.equals(member.integration())) {
            throw new IllegalStateException("reconnecting made another integration");
        }
    }

    /** The grants' token versions, added up: each stored token raises it by one. */
    long versions() throws SQLException {
        return number("select sum(version) from grants where id = any (?)", grants());
    }

    /** How many integrations need their person because an answer was lost. */
    int needReconnect() throws SQLException {
        return (int) number(
                "select count(*) from integrations where grant_id = any (?) and state = 'needs_reconnect' and cause = 'answer_lost'",
                grants());
    }

    /** Locks the grants' rows until the transaction of {@link #database} ends. */
    void lock() throws SQLException {
        database.setAutoCommit(false);
        try (PreparedStatement rows =
                database.prepareStatement("select id from grants where id = any (?) for update")) {
            rows.setArray(1, grants());
            rows.execute();
        }
    }

    void unlock() throws SQLException {
        database.rollback();
        database.setAutoCommit(true);
    }

    /** How many sessions wait for that lock. Of {@code pg_stat_activity} a transaction would see one moment only. */
    long waiting() throws SQLException {
        return number(
                "select count(distinct pid) from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))",
                null);
    }

    private UUID grantOf(String integration) throws SQLException {
        try (PreparedStatement question = database.prepareStatement("select grant_id from integrations where id = ?")) {
            question.setObject(1, UUID.fromString(integration));
            try (ResultSet row = question.executeQuery()) {
                row.next();
                return row.getObject(1, UUID.class);
            }
        }
    }

    private Array grants() throws SQLException {
        return database.createArrayOf(
                "uuid", members.stream().map(Member::grant).toArray());
    }

    private long number(String sql, @org.jspecify.annotations.Nullable Array grants) throws SQLException {
        try (PreparedStatement question = database.prepareStatement(sql)) {
            if (grants != null) {
                question.setArray(1, grants);
            }
            try (ResultSet row = question.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        person.close();
        database.close();
    }
}
