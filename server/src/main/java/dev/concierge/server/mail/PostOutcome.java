package dev.concierge.server.mail;

/** How handing over a mail ended. Words are ours, codes are the server's (RFC 5321 section 4.2.1); its text is kept nowhere. */
sealed interface PostOutcome {
    /** The server answered for it (RFC 5321 section 4.2.5). */
    record Sent() implements PostOutcome {}

    /** The server will never take this mail: a 5yz to its recipient or its content. */
    record Refused(String answer) implements PostOutcome {}

    /** Not now, or nobody knows: away, busy, or it does not take us, which an operator can mend. */
    record Deferred(String answer) implements PostOutcome {}
}
