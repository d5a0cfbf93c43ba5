package dev.concierge.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** The same rows, by {@code COPY} as a superuser, into a table with the columns, indexes, checks and foreign keys of {@code records}: what PostgreSQL itself needs. */
final class IngestCopy {
    private static final int BUFFER = 1 << 16;

    private IngestCopy() {}

    /**
     * Copies the rows of a stream, stretch by stretch, each in one statement.
     *
     * @param ends up to which row each stretch goes
     * @return microseconds for each row of each stretch
     */
    static List<Double> run(Connection database, UUID stream, List<Integer> ends) throws SQLException, IOException {
        CopyManager copy = database.unwrap(PGConnection.class).getCopyAPI();
        List<Double> micros = new ArrayList<>();
        table(database);
        Path rows = Files.createTempFile("concierge-ingest", ".copy");
        try {
            int from = 0;
            for (int to : ends) {
                export(copy, stream, from, to, rows);
                micros.add(load(copy, rows) / 1e3 / (to - from));
                from = to;
            }
        } finally {
            Files.delete(rows);
            execute(database, "drop table ingest_copy");
        }
        return micros;
    }

    private static void table(Connection database) throws SQLException {
        execute(database, "create table ingest_copy (like records including all)");
        List<String> keys = new ArrayList<>();
        try (Statement ask = database.createStatement();
                ResultSet key = ask.executeQuery(
                        "select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'records'::regclass and contype = 'f'")) {
            while (key.next()) {
                keys.add(key.getString(1));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalStateException("records has no foreign key any more");
        }
        for (String key : keys) {
            execute(database, "alter table ingest_copy add " + key);
        }
    }

    private static void export(CopyManager copy, UUID stream, int from, int to, Path rows)
            throws SQLException, IOException {
        try (OutputStream out = Files.newOutputStream(rows)) {
            long written = copy.copyOut(
                    "copy (select * from records where stream_id = '" + stream + "' order by id limit " + (to - from)
                            + " offset " + from + ") to stdout",
                    out);
            if (written != to - from) {
                throw new IllegalStateException("only " + written + " records are there from " + from + " on");
            }
        }
    }

    private static long load(CopyManager copy, Path rows) throws SQLException, IOException {
        try (InputStream in = Files.newInputStream(rows)) {
            long began = System.nanoTime();
            var _ = copy.copyIn("copy ingest_copy from stdin", in, BUFFER);
            return System.nanoTime() - began;
        }
    }

    private static void execute(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
