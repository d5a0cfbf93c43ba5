package dev.concierge.server.sync.streams;

import org.jspecify.annotations.Nullable;

/**
 * Where the posts of somebody at X stand.
 *
 * @param user X's number of who it is; null before it was asked
 */
record TwitterCheckpoint(@Nullable String user, Cursor cursor) {
    static final TwitterCheckpoint START = new TwitterCheckpoint(null, Cursor.START);

    TwitterCheckpoint at(Cursor place) {
        return new TwitterCheckpoint(user, place);
    }

    /** What the cursor says of a page, said by this one. */
    FetchOutcome.Page<TwitterCheckpoint> page(FetchOutcome.Page<Cursor> page) {
        return new FetchOutcome.Page<>(page.items(), page.passing(), page.goneParts(), at(page.next()), page.end());
    }
}
