package dev.concierge.sandbox.store;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one kind by key, in key order. Reading is safe from any thread; what several reads see together is only
 * consistent inside {@link Store#change}. Writing works only there.
 *
 * @param <V> an immutable type that Jackson can write and read
 */
public final class Table<V> {
    private final Store store;
    private final String name;
    private final NavigableMap<String, V> rows = new TreeMap<>();

    Table(Store store, String name) {
        this.store = store;
        this.name = name;
    }

    /** The row, or null. */
    public @Nullable V get(String key) {
        return store.<@Nullable V>within(() -> rows.get(key));
    }

    /** Every row whose key begins so, in key order. */
    public List<V> startingWith(String prefix) {
        return store.within(() -> List.copyOf(
                rows.subMap(prefix, true, prefix + Character.MAX_VALUE, true).values()));
    }

    /** Every row, in key order. */
    public List<V> all() {
        return store.within(() -> List.copyOf(rows.values()));
    }

    public int size() {
        return store.within(rows::size);
    }

    /** Adds or replaces a row. */
    public void put(String key, V row) {
        store.within(() -> {
            var before = rows.get(key);
            store.changed(new Store.Change(name, key, row, () -> restore(key, before)));
            return rows.put(key, row);
        });
    }

    /** Removes a row; nothing happens when there is none. */
    public void remove(String key) {
        store.within(() -> {
            var before = rows.get(key);
            if (before != null) {
                store.changed(new Store.Change(name, key, null, () -> restore(key, before)));
                rows.remove(key);
            }
            return true;
        });
    }

    /** Removes every row that the rule names; for rows that nobody can need any more. */
    public void removeIf(Predicate<V> rule) {
        store.within(() -> {
            var gone = rows.entrySet().stream()
                    .filter(row -> rule.test(row.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            gone.forEach(this::remove);
            return true;
        });
    }

    String name() {
        return name;
    }

    NavigableMap<String, V> rows() {
        return Collections.unmodifiableNavigableMap(rows);
    }

    void load(String key, V row) {
        rows.put(key, row);
    }

    private void restore(String key, @Nullable V before) {
        if (before == null) {
            rows.remove(key);
        } else {
            rows.put(key, before);
        }
    }
}
