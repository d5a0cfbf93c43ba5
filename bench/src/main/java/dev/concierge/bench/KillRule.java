package dev.concierge.bench;

import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.OldRefreshToken;

/** What becomes of an old refresh token, on both sides: what the server's catalog says and what the provider does. */
enum KillRule {
    STAYS("old token stays"),
    GRACE("old token works for 10 minutes"),
    DIES("strict single use, a second use ends the family");

    private final String words;

    KillRule(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    boolean rotates() {
        return this != STAYS;
    }

    /** What the catalog says. */
    String describe(String google) {
        return switch (this) {
            case STAYS -> google;
            case GRACE -> rotating(google, "oldRefreshToken: grace\n  grace: PT10M");
            case DIES -> rotating(google, "oldRefreshToken: dies");
        };
    }

    private static String rotating(String google, String rule) {
        return google.replaceAll("(?m)^  oldRefreshToken: stays.*$", "  " + rule)
                .replaceAll("(?m)^  rotates: false$", "  rotates: true");
    }

    /** What the provider does. */
    void turn(KnobBoard knobs) {
        knobs.set(Knobs.ROTATE_REFRESH_TOKEN, rotates());
        knobs.set(
                Knobs.OLD_REFRESH_TOKEN,
                switch (this) {
                    case STAYS -> OldRefreshToken.STAYS;
                    case GRACE -> OldRefreshToken.GRACE;
                    case DIES -> OldRefreshToken.DIES;
                });
        knobs.set(Knobs.GRACE_SECONDS, 600L);
        knobs.set(Knobs.REUSE_KILLS_FAMILY, this == DIES);
    }
}
