package dev.concierge.server.sync.streams;

import java.util.List;

/** A stream whose changes the provider tells of, where it is asked to. */
public interface Watched<C> {
    /**
     * What is to be watched.
     *
     * @param checkpoint the stream's present one, of a stream that was read to its end once
     * @return paths below the API's base address, percent-encoded
     */
    List<String> watched(C checkpoint);
}
