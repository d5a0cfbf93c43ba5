package dev.concierge.server.identity;

import java.util.Locale;

/** Why an access token is refused. The answer says none of it; the metrics do. */
enum TokenFault {
    FORM,
    ALGORITHM,
    TYPE,
    KEY,
    SIGNATURE,
    ISSUER,
    AUDIENCE,
    EXPIRED,
    FUTURE,
    /** Signed by us and yet not what we sign: a mistake of ours, or of a release to come. */
    CLAIMS,
    /** Its sign-in ended, its account is disabled, or it is of an older epoch. */
    OVER;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether somebody made it up, as against a token of ours whose time is over. */
    boolean invented() {
        return switch (this) {
            case FORM, ALGORITHM, TYPE, KEY, SIGNATURE, ISSUER, AUDIENCE, CLAIMS -> true;
            case EXPIRED, FUTURE, OVER -> false;
        };
    }
}
