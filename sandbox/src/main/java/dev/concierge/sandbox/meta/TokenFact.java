package dev.concierge.sandbox.meta;

import java.time.Instant;

/** What Meta knows of one of its tokens beyond what all providers know. */
record TokenFact(Kind kind, Instant issuedAt) {
    enum Kind {
        /** From a code: an hour or two. */
        SHORT,
        /** From an exchange: about 60 days. */
        LONG,
        /** Of a Page; without end when a long one asked for it. */
        PAGE
    }
}
