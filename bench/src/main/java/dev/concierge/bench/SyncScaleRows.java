package dev.concierge.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Makes streams due, and knows how long each run was waited for: a trigger of the proof notes, when a run begins, since when its stream was due. */
final class SyncScaleRows implements AutoCloseable {
    private final Connection database;

    SyncScaleRows(Connection database) {
        this.database = database;
    }

    /** @param seconds from when the stream was due until the run began */
    record Run(String provider, double seconds, String outcome) {}

    /** From now on every run is noted. */
    void watch() throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute("""
                    create schema proof;
                    create table proof.waits (run_id uuid primary key, due_at timestamptz);
                    create function proof.note() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
                    begin
                        insert into proof.waits select new.id, due_at from public.streams where id = new.stream_id;
                        return null;
                    end $$;
                    create trigger proof_waits after insert on runs for each row execute function proof.note();
                    analyze;
                    """);
        }
    }

    /** Makes all streams due that rest or have run; those that wait for what a provider asked for, or for their turn, are left alone. */
    Instant wave() throws SQLException {
        Instant now = Instant.now();
        try (PreparedStatement update = database.prepareStatement("""
                update streams set due_at = ? where paused_at is null and state <> 'not_allowed' and lease_until is null and retry_at is null
                   and (due_at is null or due_at > ?)
                """)) {
            update.setObject(1, utc(now));
            update.setObject(2, utc(now));
            update.executeUpdate();
        }
        return now;
    }

    /** How many streams of these providers have not been read to the end since. */
    long left(List<String> providers, Instant since) throws SQLException {
        try (PreparedStatement ask = database.prepareStatement("""
                select count(*) from streams where provider = any (?) and paused_at is null and state <> 'not_allowed'
                   and (in_step_at is null or in_step_at < ?)
                """)) {
            ask.setArray(1, database.createArrayOf("text", providers.toArray()));
            ask.setObject(2, utc(since));
            return number(ask);
        }
    }

    /** How many streams of an integration's are in the way of copying it. */
    long notInStep() throws SQLException {
        try (PreparedStatement ask = database.prepareStatement(
                "select count(*) from streams where state <> 'not_allowed' and (state <> 'in_step' or lease_until is not null)")) {
            return number(ask);
        }
    }

    /** The runs that began since then and have ended. */
    List<Run> runs(Instant since) throws SQLException {
        List<Run> runs = new ArrayList<>();
        try (PreparedStatement ask = database.prepareStatement("""
                select r.provider, extract(epoch from r.started_at - w.due_at), r.outcome from runs r join proof.waits w on w.run_id = r.id
                 where r.started_at >= ? and r.ended_at is not null
                """)) {
            ask.setObject(1, utc(since));
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    runs.add(new Run(row.getString(1), row.getDouble(2), row.getString(3)));
                }
            }
        }
        return runs;
    }

    private static long number(PreparedStatement ask) throws SQLException {
        try (ResultSet row = ask.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static OffsetDateTime utc(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
