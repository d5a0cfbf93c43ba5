package dev.concierge.server.sync.streams;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a channel's uploads are read. The playlist of them is found once; then each page of its entries is followed by a page of the videos that they
 * stand for.
 *
 * @param playlist the playlist of uploads; null before it is known
 * @param cursor the place in it
 * @param videos ids that are to be read next; none when the next thing to read is a page of the playlist
 * @param following the page of the playlist after those videos; null when they are the last ones
 */
record YoutubeUploads(
        @Nullable String playlist,
        Cursor cursor,
        List<String> videos,
        @Nullable String following) {
    static final YoutubeUploads START = new YoutubeUploads(null, Cursor.START, List.of(), null);

    YoutubeUploads {
        videos = List.copyOf(videos);
    }

    YoutubeUploads in(String uploads) {
        return new YoutubeUploads(uploads, Cursor.START, List.of(), null);
    }

    /** Those are to be read next. */
    YoutubeUploads reading(List<String> ids, @Nullable String after) {
        return new YoutubeUploads(playlist, cursor, ids, after);
    }

    /** A page of a pass over the videos, as one of this checkpoint. */
    FetchOutcome.Page<YoutubeUploads> page(FetchOutcome.Page<Cursor> page) {
        return new FetchOutcome.Page<>(
                page.items(),
                page.passing(),
                page.goneParts(),
                new YoutubeUploads(playlist, page.next(), List.of(), null),
                page.end());
    }
}
