package dev.concierge.server.sync.streams;

import java.util.List;
import java.util.Set;

/** What came of asking for one page. */
public sealed interface FetchOutcome<C> {
    /**
     * A page, to be stored together with where the next one begins.
     *
     * @param items what it holds, in the provider's order; of two with the same id the later one counts
     * @param passing how the items relate to what is stored of their part
     * @param goneParts parts that do not exist any more: everything stored of them goes
     * @param next where to go on
     * @param end whether everything has been read, so that the run is done
     */
    record Page<C>(List<Item> items, Passing passing, Set<String> goneParts, C next, boolean end)
            implements FetchOutcome<C> {
        public Page {
            items = List.copyOf(items);
            goneParts = Set.copyOf(goneParts);
        }

        /** A page without items that only moves the checkpoint on. */
        public static <C> Page<C> moved(C next) {
            return new Page<>(List.of(), new Passing.Changes(), Set.of(), next, false);
        }
    }

    /**
     * The provider cannot tell what changed since this checkpoint.
     *
     * @param again where a full pass begins
     */
    record TooOld<C>(C again) implements FetchOutcome<C> {}

    /** There is no page now. */
    record Interrupted<C>(ApiOutcome.Trouble trouble) implements FetchOutcome<C> {}
}
