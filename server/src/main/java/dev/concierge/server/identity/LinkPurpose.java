package dev.concierge.server.identity;

import java.time.Duration;
import java.util.Locale;

/** What a one-time link is for, and how long it works. */
enum LinkPurpose {
    /** The account's address is proved. */
    VERIFY(Duration.ofDays(1)),
    /** A new address is proved and takes the place of the old one; in the session that asked (C-07). */
    CHANGE(Duration.ofHours(1)),
    /** An address that was changed away comes back. */
    UNDO(Duration.ofDays(3)),
    /** A new password is set. */
    RESET(Duration.ofMinutes(30)),
    /** A sign-in, in the browser that asked. */
    SIGN_IN(Duration.ofMinutes(10));

    private final Duration life;

    LinkPurpose(Duration life) {
        this.life = life;
    }

    Duration life() {
        return life;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where the link of a token leads. All of them stand under one prefix, so that a proxy's log can leave the rest out. */
    String path(String token) {
        return "/link/" + word().replace('_', '-') + "/" + token;
    }
}
