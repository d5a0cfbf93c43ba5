package dev.concierge.server.vault.keys;

import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.encryption.EncryptedColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code key_rotations} and the definer functions for ciphertexts, inside the caller's transaction of the system role. */
final class RotationRepository {
    /** Before every id. */
    static final UUID START = new UUID(0, 0);

    private static final String ROW = """
            select id, new_key, old_keys, state, pass, at_column, after_id, next_pass_at, rows_total, rows_done, rows_unreadable, started_at,
                   changed_at, finished_at, destroyed_at
            from key_rotations
            """;

    private RotationRepository() {}

    /**
     * A row of an encrypted column.
     *
     * @param ciphertext null when it is not under a key that the running rotation retires
     */
    record Row(
            UUID id,
            @Nullable UUID accountId,
            long version,
            @Nullable Ciphertext ciphertext) {}

    /** A ciphertext and what shall stand in its place. */
    record Replacement(UUID id, Ciphertext before, Ciphertext after) {}

    /** The rotation whose old keys are still there; at most one. */
    static Optional<Rotation> open(JdbcClient jdbc) {
        return jdbc.sql(ROW + " where state <> 'destroyed'")
                .query((row, _) -> map(row))
                .optional();
    }

    /** {@link #open}, and nobody else changes it before this transaction ends. */
    static Optional<Rotation> lockOpen(JdbcClient jdbc) {
        return jdbc.sql(ROW + " where state <> 'destroyed' for update")
                .query((row, _) -> map(row))
                .optional();
    }

    /** The newest rotation, also when it is over. */
    static Optional<Rotation> latest(JdbcClient jdbc) {
        return jdbc.sql(ROW + " order by started_at desc, id desc limit 1")
                .query((row, _) -> map(row))
                .optional();
    }

    static void insert(JdbcClient jdbc, UUID id, long newKey, Collection<Long> oldKeys, long total, Instant now) {
        jdbc.sql("""
                        insert into key_rotations (id, new_key, old_keys, state, next_pass_at, rows_total, started_at, changed_at)
                        values (:id, :new, :old, 'running', :now, :total, :now, :now)
                        """)
                .param("id", id)
                .param("new", newKey)
                .param("old", oldKeys.toArray(Long[]::new))
                .param("total", total)
                .param("now", utc(now))
                .update();
    }

    static void setState(JdbcClient jdbc, UUID id, Rotation.State state, Instant now) {
        jdbc.sql("update key_rotations set state = :state, changed_at = :now where id = :id")
                .param("id", id)
                .param("state", state.word())
                .param("now", utc(now))
                .update();
    }

    /** Moves the cursor. A column of null ends the pass. */
    static void moveTo(JdbcClient jdbc, UUID id, @Nullable EncryptedColumn column, UUID after, Instant now) {
        jdbc.sql("update key_rotations set at_column = :column, after_id = :after, changed_at = :now where id = :id")
                .param("id", id)
                .param("column", column == null ? null : column.word())
                .param("after", after)
                .param("now", utc(now))
                .update();
    }

    static void count(JdbcClient jdbc, UUID id, long done, long unreadable) {
        jdbc.sql(
                        "update key_rotations set rows_done = rows_done + :done, rows_unreadable = rows_unreadable + :unreadable where id = :id")
                .param("id", id)
                .param("done", done)
                .param("unreadable", unreadable)
                .update();
    }

    static void beginPass(JdbcClient jdbc, UUID id, Instant now) {
        jdbc.sql(
                        "update key_rotations set at_column = :column, after_id = :start, rows_unreadable = 0, changed_at = :now where id = :id")
                .param("id", id)
                .param("column", EncryptedColumn.first().word())
                .param("start", START)
                .param("now", utc(now))
                .update();
    }

    /** Rows were left: goes through all columns once more, also when it was done already. */
    static void passAgain(JdbcClient jdbc, UUID id, Instant at, Instant now) {
        jdbc.sql("""
                        update key_rotations set state = 'running', pass = pass + 1, at_column = null, after_id = null, next_pass_at = :at,
                            finished_at = null, changed_at = :now
                        where id = :id
                        """)
                .param("id", id)
                .param("at", utc(at))
                .param("now", utc(now))
                .update();
    }

    static void finish(JdbcClient jdbc, UUID id, Instant now) {
        jdbc.sql(
                        "update key_rotations set state = 'done', at_column = null, after_id = null, finished_at = :now, changed_at = :now where id = :id")
                .param("id", id)
                .param("now", utc(now))
                .update();
    }

    static void destroyed(JdbcClient jdbc, UUID id, Instant now) {
        jdbc.sql("update key_rotations set state = 'destroyed', destroyed_at = :now, changed_at = :now where id = :id")
                .param("id", id)
                .param("now", utc(now))
                .update();
    }

    /** The rows after one, in the order of their ids; empty at the end of the column, or when no rotation runs. */
    static List<Row> page(JdbcClient jdbc, EncryptedColumn column, UUID after, int most) {
        return jdbc.sql("select row_id, account_id, version, ciphertext from reencryption_page(:column, :after, :most)")
                .param("column", column.word())
                .param("after", after)
                .param("most", most)
                .query((row, _) -> row(row))
                .list();
    }

    /** @return how many were replaced; the others have a newer value by now, or were held by somebody */
    static int store(JdbcClient jdbc, EncryptedColumn column, List<Replacement> replacements) {
        return jdbc.sql("select reencryption_store(:column, cast(:ids as uuid[]), :before, :after)")
                .param("column", column.word())
                .param(
                        "ids",
                        replacements.stream().map(one -> one.id().toString()).toArray(String[]::new))
                .param(
                        "before",
                        replacements.stream().map(one -> one.before().bytes()).toArray(byte[][]::new))
                .param(
                        "after",
                        replacements.stream().map(one -> one.after().bytes()).toArray(byte[][]::new))
                .query(Integer.class)
                .single();
    }

    /** How many ciphertexts there are, by column and key. A full scan. */
    static Map<EncryptedColumn, Map<Long, Long>> counts(JdbcClient jdbc) {
        Map<EncryptedColumn, Map<Long, Long>> counts = new EnumMap<>(EncryptedColumn.class);
        jdbc.sql("select name, key_id, ciphertexts from ciphertext_counts()").query(row -> {
            counts.computeIfAbsent(EncryptedColumn.of(row.getString("name")), _ -> new TreeMap<>())
                    .put(row.getLong("key_id"), row.getLong("ciphertexts"));
        });
        return counts;
    }

    static List<Row> sample(JdbcClient jdbc, EncryptedColumn column, int most) {
        return jdbc.sql("select row_id, account_id, version, ciphertext from ciphertext_sample(:column, :most)")
                .param("column", column.word())
                .param("most", most)
                .query((row, _) -> row(row))
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("row_id", UUID.class),
                row.getObject("account_id", UUID.class),
                row.getLong("version"),
                Ciphertext.ofNullable(row.getBytes("ciphertext")));
    }

    private static Rotation map(ResultSet row) throws SQLException {
        String column = row.getString("at_column");
        UUID after = row.getObject("after_id", UUID.class);
        return new Rotation(
                row.getObject("id", UUID.class),
                row.getLong("new_key"),
                Set.of((Long[]) row.getArray("old_keys").getArray()),
                Rotation.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInt("pass"),
                column == null ? null : EncryptedColumn.of(column),
                after == null ? START : after,
                java.util.Objects.requireNonNull(instant(row, "next_pass_at")),
                row.getLong("rows_total"),
                row.getLong("rows_done"),
                row.getLong("rows_unreadable"),
                java.util.Objects.requireNonNull(instant(row, "started_at")),
                java.util.Objects.requireNonNull(instant(row, "changed_at")),
                instant(row, "finished_at"),
                instant(row, "destroyed_at"));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
