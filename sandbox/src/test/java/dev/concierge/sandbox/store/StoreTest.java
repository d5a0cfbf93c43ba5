package dev.concierge.sandbox.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("flow")
class StoreTest {
    @TempDir
    Path folder;

    private Path file = Path.of("");

    record Row(String text, int number) {}

    @BeforeEach
    void name() {
        file = folder.resolve("new/data.json");
    }

    @Test
    void what_was_changed_is_there_again() {
        try (var store = Store.open(file)) {
            var rows = store.table("rows", Row.class);
            store.change(() -> {
                rows.put("a", new Row("Ä", 1));
                rows.put("b", new Row("B", 2));
            });
            store.change(() -> rows.remove("b"));
            store.change(() -> rows.put("a", new Row("ä", 3)));
        }
        try (var store = Store.open(file)) {
            assertThat(store.table("rows", Row.class).all()).containsExactly(new Row("ä", 3));
        }
    }

    @Test
    void a_change_that_fails_changes_nothing() throws IOException {
        try (var store = Store.open(file)) {
            var rows = store.table("rows", Row.class);
            store.change(() -> rows.put("a", new Row("before", 1)));
            long size = Files.size(file);

            assertThatThrownBy(() -> store.change(() -> {
                        rows.put("a", new Row("after", 2));
                        rows.put("a", new Row("after that", 3));
                        rows.remove("a");
                        rows.put("c", new Row("new", 4));
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(rows.all()).containsExactly(new Row("before", 1));
            assertThat(Files.size(file)).isEqualTo(size);
        }
    }

    @Test
    void a_table_changes_inside_a_change_only() {
        try (var store = Store.inMemory()) {
            var rows = store.table("rows", Row.class);

            assertThatThrownBy(() -> rows.put("a", new Row("a", 1))).isInstanceOf(IllegalStateException.class);
            assertThat(rows.all()).isEmpty();
        }
    }

    @Test
    void a_transaction_cut_by_a_kill_is_dropped_whole_and_the_next_one_is_readable() throws IOException {
        try (var store = Store.open(file)) {
            var rows = store.table("rows", Row.class);
            store.change(() -> rows.put("a", new Row("kept", 1)));
        }
        Files.write(file, "[{\"table\":\"rows\",\"key\":\"b\",\"value\":{\"te".getBytes(UTF_8), APPEND);
        try (var store = Store.open(file)) {
            var rows = store.table("rows", Row.class);
            assertThat(rows.all()).containsExactly(new Row("kept", 1));
            store.change(() -> rows.put("c", new Row("later", 2)));
        }
        try (var store = Store.open(file)) {
            assertThat(store.table("rows", Row.class).all()).containsExactly(new Row("kept", 1), new Row("later", 2));
        }
    }

    @Test
    void a_damaged_or_foreign_file_is_refused_and_left_alone() throws IOException {
        Files.createDirectories(folder.resolve("new"));
        Files.writeString(file, "somebody's diary\n");
        assertThatThrownBy(() -> Store.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("not a data file");
        assertThat(Files.readString(file)).isEqualTo("somebody's diary\n");

        Files.writeString(file, "{\"sandbox\":1}\nrubbish\n");
        assertThatThrownBy(() -> Store.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void two_stores_cannot_have_one_file() {
        try (var _ = Store.open(file)) {
            assertThatThrownBy(() -> Store.open(file)).hasMessageContaining("in use by another sandbox");
        }
        var again = Store.open(file);
        again.close();
        again.close();
    }

    @Test
    void the_file_is_for_its_owner_only_also_after_compaction() throws IOException {
        try (var store = Store.open(file)) {
            var rows = store.table("rows", Row.class);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            grow(store, rows);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_file_that_has_grown_is_written_anew_and_loses_nothing() throws IOException {
        try (var store = Store.open(file)) {
            var rows = store.table("rows", Row.class);
            store.change(() -> rows.put("first", new Row("first", 1)));
            grow(store, rows);
            assertThat(Files.size(file)).isLessThan(9L << 20);
            store.change(() -> rows.put("last", new Row("last", 2)));
        }
        try (var store = Store.open(file)) {
            var rows = store.table("rows", Row.class);
            assertThat(rows.size()).isEqualTo(3);
            assertThat(rows.get("first")).isEqualTo(new Row("first", 1));
            assertThat(rows.get("last")).isEqualTo(new Row("last", 2));
        }
        try (var left = Files.list(file.getParent())) {
            assertThat(left.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("data.json", "data.json.lock");
        }
    }

    @Test
    void changes_at_once_happen_one_after_the_other() throws Exception {
        try (var store = Store.open(file);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var rows = store.table("rows", Row.class);
            store.change(() -> rows.put("n", new Row("", 0)));
            var done = IntStream.range(0, 1000)
                    .<Future<?>>mapToObj(_ -> threads.submit(() -> store.change(() -> {
                        var before = rows.get("n");
                        rows.put("n", new Row("", before == null ? -1 : before.number() + 1));
                    })))
                    .toList();
            for (var each : done) {
                each.get();
            }
            assertThat(rows.get("n")).isEqualTo(new Row("", 1000));
        }
        try (var store = Store.open(file)) {
            assertThat(store.table("rows", Row.class).get("n")).isEqualTo(new Row("", 1000));
        }
    }

    /** Writes about 12 MB of transactions over one row, so that the file is compacted once. */
    private static void grow(Store store, Table<Row> rows) {
        var text = "x".repeat(100_000);
        for (int i = 0; i < 120; i++) {
            int number = i;
            store.change(() -> rows.put("big", new Row(text, number)));
        }
    }
}
