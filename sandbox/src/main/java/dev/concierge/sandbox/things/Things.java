package dev.concierge.sandbox.things;

import dev.concierge.sandbox.Change;
import dev.concierge.sandbox.MergePatch;
import dev.concierge.sandbox.store.Keys;
import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.Table;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Everybody's things at one provider. Every change raises the person's revision by one. */
public final class Things {
    private final Store store;
    private final Clock clock;
    private final Set<String> kinds;
    private final Ids ids;
    private final Sower sower;
    private final Table<Thing> things;
    private final Table<Long> revisions;
    private volatile BiConsumer<Thing, Change> listener = (_, _) -> {};

    /** Names a new thing as the provider would. */
    @FunctionalInterface
    public interface Ids {
        /** @param revision another one for every thing of the account */
        String next(String account, String kind, long revision);
    }

    /** Gives somebody who has nothing yet what a person has; does nothing for somebody who does not exist. */
    @FunctionalInterface
    public interface Sower {
        void sow(Things things, String account);
    }

    /**
     * @param kinds all that there are at this provider
     * @param sower called when a person's things are first looked at
     */
    public Things(String provider, Store store, Clock clock, Set<String> kinds, Ids ids, Sower sower) {
        this.store = store;
        this.clock = clock;
        this.kinds = Set.copyOf(kinds);
        this.ids = ids;
        this.sower = sower;
        this.things = store.table(provider + ".things", Thing.class);
        this.revisions = store.table(provider + ".things_revisions", Long.class);
    }

    /** Has somebody told of every change, after it is made and on the thread that made it; not of what sowers sow. */
    public void onChange(BiConsumer<Thing, Change> told) {
        listener = told;
    }

    /** What a person has of a kind, the oldest change first. */
    public List<Thing> of(String account, String kind) {
        return all(account, kind).stream().filter(each -> !each.gone()).toList();
    }

    /** As {@link #of}, with those that were removed. */
    public List<Thing> all(String account, String kind) {
        sow(account);
        return things.startingWith(Keys.prefix(account, known(kind))).stream()
                .sorted(Comparator.comparingLong(Thing::revision))
                .toList();
    }

    /** One that is there. */
    public Optional<Thing> find(String account, String kind, String id) {
        sow(account);
        return Optional.ofNullable(things.get(row(account, known(kind), id))).filter(each -> !each.gone());
    }

    /** How often this person's things have changed. */
    public long revision(String account) {
        sow(account);
        return count(account);
    }

    public Thing add(String account, String kind, ObjectNode content) {
        sow(account);
        return told(add(account, kind, content, clock.instant()), Change.ADDED);
    }

    /** Adds something that is as old as that; for sowers. */
    public Thing add(String account, String kind, ObjectNode content, Instant at) {
        return store.change(() -> {
            long revision = count(account) + 1;
            var id = ids.next(account, known(kind), revision);
            return put(new Thing(account, kind, id, content.deepCopy(), false, at, at, revision));
        });
    }

    /**
     * Changes what it is.
     *
     * @param patch RFC 7396: null removes a member
     * @throws IllegalArgumentException when there is no such thing
     */
    public Thing change(String account, String kind, String id, ObjectNode patch) {
        return told(
                store.change(() -> {
                    var before = there(account, kind, id);
                    var content = (ObjectNode) MergePatch.apply(before.content(), patch);
                    return put(changed(before, content, false));
                }),
                Change.CHANGED);
    }

    /** Removes it; false when there is no such thing. */
    public boolean remove(String account, String kind, String id) {
        var removed =
                store.change(() -> find(account, kind, id).map(before -> put(changed(before, before.content(), true))));
        removed.ifPresent(thing -> told(thing, Change.REMOVED));
        return removed.isPresent();
    }

    private Thing told(Thing thing, Change change) {
        listener.accept(thing, change);
        return thing;
    }

    private Thing there(String account, String kind, String id) {
        return find(account, kind, id)
                .orElseThrow(
                        () -> new IllegalArgumentException(account + " has none of " + kind + " named " + id + "."));
    }

    private Thing changed(Thing before, ObjectNode content, boolean gone) {
        return new Thing(
                before.account(),
                before.kind(),
                before.id(),
                content,
                gone,
                before.createdAt(),
                clock.instant(),
                count(before.account()) + 1);
    }

    private Thing put(Thing thing) {
        revisions.put(thing.account(), thing.revision());
        things.put(row(thing.account(), thing.kind(), thing.id()), thing);
        return thing;
    }

    private void sow(String account) {
        if (revisions.get(account) == null) {
            store.change(() -> {
                if (revisions.get(account) == null) {
                    revisions.put(account, 0L);
                    sower.sow(this, account);
                }
            });
        }
    }

    private long count(String account) {
        @Nullable Long count = revisions.get(account);
        return count == null ? 0 : count;
    }

    private String known(String kind) {
        if (!kinds.contains(kind)) {
            throw new IllegalArgumentException("There is no kind " + kind + " here, but " + kinds + ".");
        }
        return kind;
    }

    private static String row(String account, String kind, String id) {
        return Keys.of(account, kind, id);
    }
}
