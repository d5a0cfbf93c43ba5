package dev.concierge.sandbox.google;

import java.util.Optional;

/**
 * Where the next page begins.
 *
 * @param upTo the calendar's revision when the first page was read; later changes are left to the next sync
 * @param after the sort key of the last item given out
 * @param restrictions fingerprint of the request's other parameters, which must stay the same
 */
record PageToken(long upTo, String after, String restrictions) {
    String encode() {
        return Opaque.encode(this);
    }

    static Optional<PageToken> decode(String text) {
        return Opaque.decode(text, PageToken.class);
    }
}
