package dev.concierge.sandbox.entries;

import dev.concierge.sandbox.Change;
import dev.concierge.sandbox.store.Keys;
import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.Table;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** What everybody wrote at one provider. What is removed leaves nothing behind. */
public final class Entries {
    private final Store store;
    private final Clock clock;
    private final Rules rules;
    private final Table<Entry> entries;
    private final Table<Long> numbers;
    private volatile BiConsumer<Entry, Change> listener = (_, _) -> {};

    /** What is a provider's own. */
    public interface Rules {
        /**
         * The provider's id of a new entry.
         *
         * @param number larger for a later entry of the account
         */
        String id(String account, String place, Instant createdAt, long number);

        /** Where an entry belongs whose place nobody named. */
        String place(String account);

        /** Writes what somebody has at the beginning; called when a person's entries are first looked at. */
        void sow(Entries entries, String account);
    }

    public Entries(String provider, Store store, Clock clock, Rules rules) {
        this.store = store;
        this.clock = clock;
        this.rules = rules;
        this.entries = store.table(provider + ".entries", Entry.class);
        this.numbers = store.table(provider + ".entry_numbers", Long.class);
    }

    /** Has somebody told of every change, after it is made and on the thread that made it; not of what is there at the beginning. */
    public void onChange(BiConsumer<Entry, Change> told) {
        listener = told;
    }

    /** Everything of a person, oldest first. */
    public List<Entry> of(String account) {
        sown(account);
        return entries.startingWith(Keys.prefix(account)).stream()
                .sorted(Comparator.comparing(Entry::createdAt).thenComparingLong(Entry::number))
                .toList();
    }

    /** Everything of one kind and person, oldest first. */
    public List<Entry> of(String account, String kind) {
        return of(account).stream().filter(each -> each.kind().equals(kind)).toList();
    }

    public Optional<Entry> find(String account, String id) {
        sown(account);
        return Optional.ofNullable(entries.get(Keys.of(account, id)));
    }

    /** Writes something new, where things belong whose place nobody named. */
    public Entry add(String account, String kind, String text) {
        return add(account, kind, rules.place(account), text);
    }

    public Entry add(String account, String kind, String place, String text) {
        return told(
                store.change(() -> {
                    sown(account);
                    return write(account, kind, place, text, clock.instant());
                }),
                Change.ADDED);
    }

    /** Writes something as of an earlier time; for what is there at the beginning. */
    public Entry write(String account, String kind, String place, String text, Instant at) {
        return store.change(() -> {
            var counted = numbers.get(account);
            long number = counted == null ? 1 : counted + 1;
            numbers.put(account, number);
            var id = rules.id(account, place, at, number);
            var entry = new Entry(account, kind, place, id, text, number % 7, number, at, at);
            entries.put(Keys.of(account, id), entry);
            return entry;
        });
    }

    /** Changes an entry; empty when there is none. */
    public Optional<Entry> change(String account, String id, UnaryOperator<Entry> how) {
        var there = store.change(() -> find(account, id).map(entry -> {
            var changed = how.apply(entry).updated(clock.instant());
            entries.put(Keys.of(account, id), changed);
            return changed;
        }));
        there.ifPresent(entry -> told(entry, Change.CHANGED));
        return there;
    }

    /** Removes an entry; false when there is none. */
    public boolean remove(String account, String id) {
        var there = store.change(() -> {
            var entry = find(account, id);
            entries.remove(Keys.of(account, id));
            return entry;
        });
        there.ifPresent(entry -> told(entry, Change.REMOVED));
        return there.isPresent();
    }

    private Entry told(Entry entry, Change change) {
        listener.accept(entry, change);
        return entry;
    }

    private void sown(String account) {
        if (numbers.get(account) == null) {
            store.change(() -> {
                if (numbers.get(account) == null) {
                    numbers.put(account, 0L);
                    rules.sow(this, account);
                }
            });
        }
    }
}
