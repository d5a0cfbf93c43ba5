package dev.concierge.server.identity.own;

import dev.concierge.server.encryption.Ciphertext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tables {@code account_exports} and {@code account_export_chunks}. */
@Repository
class ExportRepository {
    private static final String COLUMNS = "id, asked_at, ready_at, expires_at, bytes";

    /** One piece, where it stands and sealed there. */
    record Chunk(UUID id, int position, Ciphertext body) {}

    /** Begins one, where none is under way; one that is ready, or over, makes room. @return false when one is under way */
    boolean ask(JdbcClient jdbc, UUID id, UUID accountId, Instant now, Instant until) {
        jdbc.sql("delete from account_exports where account_id = :account and (state = 'ready' or expires_at <= :now)")
                .param("account", accountId)
                .param("now", utc(now))
                .update();
        return jdbc.sql("""
                                insert into account_exports (id, account_id, asked_at, expires_at) values (:id, :account, :now, :until)
                                on conflict (account_id) do nothing
                                """)
                        .param("id", id)
                        .param("account", accountId)
                        .param("now", utc(now))
                        .param("until", utc(until))
                        .update()
                == 1;
    }

    /** The account's, while it is not over. */
    Optional<Export> current(JdbcClient jdbc, UUID accountId, Instant now) {
        return jdbc.sql("select " + COLUMNS + " from account_exports where account_id = :account and expires_at > :now")
                .param("account", accountId)
                .param("now", utc(now))
                .query((row, _) -> export(row))
                .optional();
    }

    /** One of the account's that can be read. */
    Optional<Export> ready(JdbcClient jdbc, UUID id, Instant now) {
        return jdbc.sql("select " + COLUMNS
                        + " from account_exports where id = :id and state = 'ready' and expires_at > :now")
                .param("id", id)
                .param("now", utc(now))
                .query((row, _) -> export(row))
                .optional();
    }

    /** Begins another attempt, and deletes what the ones before wrote. @return its number; empty when there is nothing to make */
    Optional<Integer> attempt(JdbcClient jdbc, UUID id) {
        Optional<Integer> attempt = jdbc.sql(
                        "update account_exports set attempt = attempt + 1 where id = :id and state = 'waiting' returning attempt")
                .param("id", id)
                .query(Integer.class)
                .optional();
        jdbc.sql("delete from account_export_chunks where export_id = :id")
                .param("id", id)
                .update();
        return attempt;
    }

    /** @return false when a later attempt has begun, or the export is gone */
    boolean put(JdbcClient jdbc, UUID accountId, UUID exportId, int attempt, Chunk chunk) {
        return jdbc.sql("""
                                insert into account_export_chunks (id, account_id, export_id, attempt, position, body)
                                select :id, :account, e.id, e.attempt, :position, :body from account_exports e
                                where e.id = :export and e.attempt = :attempt and e.state = 'waiting'
                                """)
                        .param("id", chunk.id())
                        .param("account", accountId)
                        .param("position", chunk.position())
                        .param("body", chunk.body().bytes())
                        .param("export", exportId)
                        .param("attempt", attempt)
                        .update()
                == 1;
    }

    /** @return false when a later attempt has begun, or the export is gone */
    boolean finish(JdbcClient jdbc, UUID id, int attempt, long bytes, Instant now, Instant until) {
        return jdbc.sql("""
                                update account_exports set state = 'ready', ready_at = :now, expires_at = :until, bytes = :bytes
                                where id = :id and attempt = :attempt and state = 'waiting'
                                """)
                        .param("now", utc(now))
                        .param("until", utc(until))
                        .param("bytes", bytes)
                        .param("id", id)
                        .param("attempt", attempt)
                        .update()
                == 1;
    }

    /** The piece at a position, while the export can be read; empty after the last. */
    Optional<Chunk> chunk(JdbcClient jdbc, UUID exportId, int position) {
        List<Chunk> found = jdbc.sql("""
                        select c.id, c.position, c.body from account_export_chunks c join account_exports e on e.id = c.export_id
                        where c.export_id = :export and c.position = :position and c.attempt = e.attempt and e.state = 'ready'
                        """)
                .param("export", exportId)
                .param("position", position)
                .query((row, _) -> new Chunk(
                        row.getObject("id", UUID.class), row.getInt("position"), Ciphertext.of(row.getBytes("body"))))
                .list();
        return found.stream().findFirst();
    }

    void delete(JdbcClient jdbc, UUID id) {
        jdbc.sql("delete from account_exports where id = :id").param("id", id).update();
    }

    /** By the role system. @return how many */
    int purge(JdbcClient jdbc, Instant now, int most) {
        return jdbc.sql("""
                        delete from account_exports where id in (select id from account_exports where expires_at <= :now limit :most)
                        """).param("now", utc(now)).param("most", most).update();
    }

    private static Export export(ResultSet row) throws SQLException {
        OffsetDateTime ready = row.getObject("ready_at", OffsetDateTime.class);
        return new Export(
                row.getObject("id", UUID.class),
                instant(row, "asked_at"),
                instant(ready),
                instant(row, "expires_at"),
                row.getLong("bytes"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class))
                .toInstant();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
