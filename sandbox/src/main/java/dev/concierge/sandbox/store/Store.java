package dev.concierge.sandbox.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All state of one sandbox. One lock guards every table, so whatever a {@link #change} reads and writes is atomic: a code
 * is used once however many requests bring it.
 *
 * <p>With a data file every change is written while the lock is still held. Nobody can see, and so nobody can be answered
 * with, something that a {@code kill -9} would lose. The file is not forced to the disk on every change: it survives the
 * death of the process, not the loss of power.
 */
public final class Store implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Table<?>> tables = new LinkedHashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final JsonMapper json = JsonMapper.builder().build();
    private final @Nullable Journal journal;
    private final Map<String, Map<String, JsonNode>> saved;
    private int depth;

    private Store(@Nullable Journal journal, Map<String, Map<String, JsonNode>> saved) {
        this.journal = journal;
        this.saved = saved;
    }

    /** A store that forgets everything with the process. */
    public static Store inMemory() {
        return new Store(null, new LinkedHashMap<>());
    }

    /**
     * A store kept in {@code file}, which is made when missing.
     *
     * @throws StoreException when the file cannot be read or written, is damaged, or another process has it open
     */
    public static Store open(Path file) {
        var journal = Journal.open(file);
        return new Store(journal, journal.takeSaved());
    }

    /** The table of that name, filled with what was saved. Each name may be asked for once. */
    public <V> Table<V> table(String name, Class<V> type) {
        return within(() -> {
            var table = new Table<V>(this, name);
            var rows = saved.remove(name);
            if (rows != null) {
                rows.forEach((key, value) -> table.load(key, json.treeToValue(value, type)));
            }
            if (tables.put(name, table) != null) {
                throw new IllegalStateException("table " + name + " exists already");
            }
            return table;
        });
    }

    /**
     * Runs {@code body} alone. A body that throws leaves every table as it was. May be nested; the outermost call is the
     * transaction.
     *
     * @throws StoreException when the change could not be saved; it is then undone
     */
    public <T> T change(Supplier<T> body) {
        return within(() -> {
            depth++;
            try {
                return depth == 1 ? transaction(body) : body.get();
            } finally {
                depth--;
            }
        });
    }

    /** {@link #change(Supplier)} for a body without a result. */
    public void change(Runnable body) {
        change(() -> {
            body.run();
            return true;
        });
    }

    /** Closes the data file; a change after that fails. */
    @Override
    public void close() {
        within(() -> {
            if (journal != null) {
                journal.close();
            }
            return true;
        });
    }

    <T extends @Nullable Object> T within(Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }

    void changed(Change change) {
        if (depth == 0) {
            throw new IllegalStateException("tables change inside Store.change only");
        }
        changes.add(change);
    }

    private <T> T transaction(Supplier<T> body) {
        try {
            var result = body.get();
            save();
            return result;
        } catch (RuntimeException | Error failure) {
            changes.reversed().forEach(Change::undo);
            throw failure;
        } finally {
            changes.clear();
        }
    }

    private void save() {
        if (journal == null || changes.isEmpty()) {
            return;
        }
        journal.append(json.writeValueAsBytes(changes.stream().map(this::row).toList()));
        if (journal.wantsCompaction()) {
            journal.compact(tables.values().stream()
                    .flatMap(table -> table.rows().entrySet().stream()
                            .map(row -> json.writeValueAsBytes(
                                    List.of(row(new Change(table.name(), row.getKey(), row.getValue(), () -> {})))))));
        }
    }

    private Journal.Row row(Change change) {
        JsonNode value = change.value() == null ? null : json.valueToTree(change.value());
        return new Journal.Row(change.table(), change.key(), value);
    }

    /** One row that a transaction wrote ({@code value}) or removed (null), and how to take that back. */
    record Change(String table, String key, @Nullable Object value, Runnable takeBack) {
        void undo() {
            takeBack.run();
        }
    }
}
