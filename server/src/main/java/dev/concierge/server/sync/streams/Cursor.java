package dev.concierge.server.sync.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoint of a stream that has one part: a full pass, page by page, and from its end on changes, if the provider has a feed of them. A stream
 * without such a feed makes a full pass in every run.
 *
 * @param page the next page, as the provider names it; null at the beginning of a run
 * @param feed from where changes are asked for; null while everything must be read
 * @param coming what {@link #feed} will be when the full pass ends, where it is known only at its beginning
 * @param passBegan when the last full pass began; null before the first
 */
public record Cursor(
        @Nullable String page,
        @Nullable String feed,
        @Nullable String coming,
        @Nullable Instant passBegan) {
    public static final Cursor START = new Cursor(null, null, null, null);

    /** Whether everything is being read. */
    public boolean full() {
        return feed == null;
    }

    /** Whether a run begins here. */
    public boolean begins() {
        return page == null;
    }

    /** This one; {@link #START} when a run begins and the last full pass is that long ago. A place that is remembered for a pass to come stays. */
    public Cursor renewed(Instant now, Duration every) {
        boolean overdue = passBegan != null && !now.isBefore(passBegan.plus(every));
        return begins() && coming == null && overdue ? START : this;
    }

    /** Keeps a place in the feed that was asked for before the full pass, so that nothing that changes during it is missed. */
    public Cursor remembering(@Nullable String place) {
        return new Cursor(page, feed, place, passBegan);
    }

    /** A page that is followed by another one. */
    public FetchOutcome.Page<Cursor> more(List<Item> items, String nextPage, Instant now) {
        return page(items, false, new Cursor(nextPage, feed, coming, began(now)));
    }

    /** The last page, where the provider has no feed of changes, or {@link #remembering} has its place. */
    public FetchOutcome.Page<Cursor> last(List<Item> items, Instant now) {
        return last(items, full() ? coming : feed, now);
    }

    /**
     * The last page.
     *
     * @param nextFeed from where changes are asked for next time
     */
    public FetchOutcome.Page<Cursor> last(List<Item> items, @Nullable String nextFeed, Instant now) {
        return page(items, true, new Cursor(null, nextFeed, null, began(now)));
    }

    /** {@link #more} or {@link #last} by whether there is a next page. */
    public FetchOutcome.Page<Cursor> page(List<Item> items, @Nullable String nextPage, Instant now) {
        return nextPage == null || nextPage.isEmpty() ? last(items, now) : more(items, nextPage, now);
    }

    private FetchOutcome.Page<Cursor> page(List<Item> items, boolean ends, Cursor next) {
        Passing passing = full() ? new Passing.Everything("", begins(), ends) : new Passing.Changes();
        return new FetchOutcome.Page<>(items, passing, Set.of(), next, ends);
    }

    private @Nullable Instant began(Instant now) {
        return full() && begins() ? now : passBegan;
    }
}
