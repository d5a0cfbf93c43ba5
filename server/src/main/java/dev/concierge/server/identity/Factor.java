package dev.concierge.server.identity;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What somebody proved. */
public enum Factor {
    PASSWORD(Kind.FIRST),
    /** Signed in at a provider, which proved it to us. */
    PROVIDER(Kind.FIRST),
    /** Opened a one-time link that was sent to the account's address. */
    EMAIL_LINK(Kind.FIRST),
    API_KEY(Kind.PROGRAM),
    /** A code of an authenticator app (RFC 6238). */
    TOTP(Kind.SECOND),
    /** A passkey whose device asked for a fingerprint, a face or a PIN (WebAuthn user verification): what somebody has and is or knows, so both at once. */
    PASSKEY(Kind.WHOLE),
    /** One of the codes kept for the day when every other second factor is lost. It stands in for another and is none by itself. */
    RECOVERY_CODE(Kind.STAND_IN);

    private enum Kind {
        FIRST,
        SECOND,
        WHOLE,
        STAND_IN,
        PROGRAM
    }

    private static final Set<Factor> FIRSTS = of(Kind.FIRST, Kind.WHOLE);

    private final Kind kind;

    Factor(Kind kind) {
        this.kind = kind;
    }

    /** Those that begin a sign-in. */
    static Set<Factor> firsts() {
        return Set.copyOf(FIRSTS);
    }

    boolean isFirst() {
        return kind == Kind.FIRST || kind == Kind.WHOLE;
    }

    /** Whether an account that has it is asked for it, or for one that stands in. */
    boolean isDemanded() {
        return kind == Kind.SECOND || kind == Kind.WHOLE;
    }

    /** Whether it completes a sign-in that another factor began. */
    public boolean isSecond() {
        return kind == Kind.SECOND || kind == Kind.WHOLE || kind == Kind.STAND_IN;
    }

    /** The word in the database. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when the word names no factor */
    static Factor of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Set<Factor> of(Kind... kinds) {
        return Arrays.stream(values())
                .filter(factor -> List.of(kinds).contains(factor.kind))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Factor.class)));
    }
}
