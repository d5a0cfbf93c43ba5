package dev.concierge.server.secrets;

import dev.concierge.server.support.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * PostgreSQL's own log while an operator looks for a fault there: every statement with every parameter, of errors too. It is a setting of the
 * whole test server, put back at the end.
 */
final class DatabaseLog implements AutoCloseable {
    private final Path file = TestDatabase.serverLog();
    private final long from;

    DatabaseLog() {
        from = size();
        set("log_statement", "= 'all'");
        set("log_parameter_max_length_on_error", "= -1");
        reload();
    }

    String text() {
        try {
            byte[] all = Files.readAllBytes(file);
            return new String(all, (int) from, (int) (all.length - from), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        TestDatabase.superuser("postgres")
                .sql("alter system reset log_statement")
                .update();
        TestDatabase.superuser("postgres")
                .sql("alter system reset log_parameter_max_length_on_error")
                .update();
        reload();
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void set(String name, String to) {
        TestDatabase.superuser("postgres")
                .sql("alter system set " + name + " " + to)
                .update();
    }

    private static void reload() {
        TestDatabase.superuser("postgres")
                .sql("select pg_reload_conf()")
                .query(Boolean.class)
                .single();
    }
}
