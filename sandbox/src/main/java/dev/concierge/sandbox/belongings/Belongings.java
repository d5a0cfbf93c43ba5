package dev.concierge.sandbox.belongings;

import dev.concierge.sandbox.store.Keys;
import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.Table;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Everybody's things of one kind at one provider. Every change raises the account's revision by one. */
public final class Belongings {
    private static final String ID = "id";

    private final Store store;
    private final Clock clock;
    private final Table<Belonging> things;
    private final Table<Long> revisions;
    private final Sower sower;
    private volatile Consumer<String> listener = _ -> {};

    /** Gives somebody who has none yet their first things; does nothing for somebody who does not exist. */
    @FunctionalInterface
    public interface Sower {
        void sow(Belongings things, String account);
    }

    /** @param sower called when a person's things are first looked at, so that people who never use them cost nothing */
    public Belongings(String provider, String kind, Store store, Clock clock, Sower sower) {
        this.store = store;
        this.clock = clock;
        this.sower = sower;
        this.things = store.table(provider + "." + kind, Belonging.class);
        this.revisions = store.table(provider + "." + kind + ".revisions", Long.class);
    }

    /** Has somebody told of every change, by the account, after it is made and on the thread that made it. */
    public void onChange(Consumer<String> told) {
        listener = told;
    }

    /** All things of an account at one moment, in the order of their last change. */
    public record Snapshot(long revision, List<Belonging> all) {
        public Snapshot {
            all = List.copyOf(all);
        }

        /** Those that are there. */
        public List<Belonging> there() {
            return all.stream().filter(each -> !each.gone()).toList();
        }
    }

    public Snapshot snapshot(String account) {
        return store.change(() -> {
            sown(account);
            var all = things.startingWith(Keys.prefix(account)).stream()
                    .sorted(Comparator.comparingLong(Belonging::revision))
                    .toList();
            return new Snapshot(revision(account), all);
        });
    }

    /** One that is there; empty for one that is gone or never was. */
    public Optional<Belonging> find(String account, String id) {
        return store.change(() -> {
            sown(account);
            return Optional.ofNullable(things.get(Keys.of(account, id))).filter(each -> !each.gone());
        });
    }

    /**
     * Adds one.
     *
     * @throws IllegalArgumentException when its content has no id, or the id was used before
     */
    public Belonging add(String account, ObjectNode content) {
        var id = content.path(ID).asString("");
        var made = store.change(() -> {
            sown(account);
            if (id.isEmpty() || things.get(Keys.of(account, id)) != null) {
                throw new IllegalArgumentException("A new thing needs an id of its own.");
            }
            return put(account, id, content, null, false);
        });
        told(account);
        return made;
    }

    /** Changes what one is; empty when it is not there. Its id stays. */
    public Optional<Belonging> change(String account, String id, UnaryOperator<ObjectNode> how) {
        var changed = store.change(() -> find(account, id)
                .map(before ->
                        put(account, id, how.apply(before.content().deepCopy()).put(ID, id), before, false)));
        changed.ifPresent(_ -> told(account));
        return changed;
    }

    /** Takes one away; false when it is not there. */
    public boolean remove(String account, String id) {
        var removed =
                store.change(() -> find(account, id).map(before -> put(account, id, before.content(), before, true)));
        removed.ifPresent(_ -> told(account));
        return removed.isPresent();
    }

    private void told(String account) {
        listener.accept(account);
    }

    private Belonging put(String account, String id, ObjectNode content, @Nullable Belonging before, boolean gone) {
        long revision = revision(account) + 1;
        var now = clock.instant();
        var thing = new Belonging(
                account,
                id,
                content.deepCopy(),
                before == null ? null : before.content(),
                gone,
                before == null ? now : before.addedAt(),
                now,
                before == null ? revision : before.added(),
                revision);
        revisions.put(account, revision);
        things.put(Keys.of(account, id), thing);
        return thing;
    }

    private long revision(String account) {
        var revision = revisions.get(account);
        return revision == null ? 0 : revision;
    }

    private void sown(String account) {
        if (revisions.get(account) == null) {
            revisions.put(account, 0L);
            sower.sow(this, account);
        }
    }
}
