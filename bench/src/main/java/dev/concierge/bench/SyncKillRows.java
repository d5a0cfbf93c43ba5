package dev.concierge.bench;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What the database says, and the lock by which a page is held while it is stored. */
final class SyncKillRows implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Connection database;

    SyncKillRows(Connection database) {
        this.database = database;
    }

    /**
     * The runs under way.
     *
     * @param but those that are known to have been killed
     */
    List<UUID> open(Collection<UUID> but) throws SQLException {
        List<UUID> open = new ArrayList<>();
        try (PreparedStatement ask =
                database.prepareStatement("select id from runs where ended_at is null and id <> all (?) order by id")) {
            ask.setArray(1, uuids(but));
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    open.add(row.getObject(1, UUID.class));
                }
            }
        }
        return open;
    }

    /** Locks the runs' rows, which each page counts itself into as the last thing it does. */
    void lock(Collection<UUID> runs) throws SQLException {
        database.setAutoCommit(false);
        try (PreparedStatement rows = database.prepareStatement("select id from runs where id = any (?) for update")) {
            rows.setArray(1, uuids(runs));
            rows.execute();
        }
    }

    /** Lets go of that lock; does nothing when there is none. */
    void unlock() throws SQLException {
        if (!database.getAutoCommit()) {
            database.rollback();
            database.setAutoCommit(true);
        }
    }

    /** How many sessions wait for that lock. */
    int waiting() throws SQLException {
        return (int)
                number(
                        "select count(distinct pid) from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))");
    }

    /** How many streams are not in step with what was at the provider at that moment. */
    long behind(Instant since) throws SQLException {
        try (PreparedStatement ask = database.prepareStatement("""
                select count(*) from streams where state <> 'not_allowed'
                   and (state <> 'in_step' or lease_until is not null or due_at <= now() or in_step_at is null or in_step_at < ?)
                """)) {
            ask.setObject(1, OffsetDateTime.ofInstant(since, ZoneOffset.UTC));
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** All records, by their ids, tombstones among them. */
    Map<String, SyncKillItem.State> records() throws SQLException {
        Map<String, SyncKillItem.State> records = new HashMap<>();
        try (var statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "select id, integration_id, stream, part, upstream_id, version, content::text from records")) {
            while (row.next()) {
                String stream = row.getString(3);
                @Nullable String content = row.getString(7);
                records.put(
                        row.getString(1),
                        new SyncKillItem.State(
                                new SyncKillItem(row.getString(2), stream, row.getString(4), row.getString(5)),
                                row.getLong(6),
                                content == null ? null : SyncKillItem.says(stream, JSON.readTree(content))));
            }
        }
        return records;
    }

    /** Streams whose count of records is not the number of their records, or that keep items aside. */
    long miscounted() throws SQLException {
        return number("""
                select count(*) from streams s where malformed <> 0
                    or records <> (select count(*) from records r where r.stream_id = s.id and r.deleted_at is null)
                """);
    }

    /** How the runs ended, by our words; {@code open} for those that have not. */
    Map<String, Long> outcomes(Collection<UUID> runs) throws SQLException {
        Map<String, Long> outcomes = new TreeMap<>();
        try (PreparedStatement ask = database.prepareStatement(
                "select coalesce(outcome, 'open'), count(*) from runs where id = any (?) group by 1")) {
            ask.setArray(1, uuids(runs));
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    outcomes.put(row.getString(1), row.getLong(2));
                }
            }
        }
        return outcomes;
    }

    /** Runs so far, and the pages that they stored. */
    long runs() throws SQLException {
        return number("select count(*) from runs");
    }

    long pages() throws SQLException {
        return number("select coalesce(sum(pages), 0) from runs");
    }

    private long number(String sql) throws SQLException {
        try (var statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private Array uuids(Collection<UUID> ids) throws SQLException {
        return database.createArrayOf("uuid", ids.toArray());
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
