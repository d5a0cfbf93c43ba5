package dev.concierge.bench;

import dev.concierge.sandbox.KnobBoard;
import java.util.Arrays;
import java.util.List;

/** A provider with what becomes of its old refresh tokens and how far its revocation reaches. */
enum RaceRule {
    X("twitter", "strict single use, a second use ends the family", "token", true),
    GITHUB("github", "strict single use", "grant, by a narrow call token", true),
    GOOGLE("google", "old token works for 10 minutes", "project", false),
    NOTION("notion", "strict single use", "grant", false),
    LINKEDIN("linkedin", "old token stays, the same comes back", "grant", false),
    MICROSOFT("microsoft", "old token stays, each refresh brings another", "no endpoint", false);

    private final String provider;
    private final String oldToken;
    private final String reach;
    private final boolean narrow;

    RaceRule(String provider, String oldToken, String reach, boolean narrow) {
        this.provider = provider;
        this.oldToken = oldToken;
        this.reach = reach;
        this.narrow = narrow;
    }

    static List<String> providers() {
        return Arrays.stream(values()).map(RaceRule::provider).toList();
    }

    /** Its id. */
    String provider() {
        return provider;
    }

    String words() {
        return provider + ": " + oldToken + "; revocation: " + reach;
    }

    /** Whether the loser's tokens can be ended without ending the winner's grant. */
    boolean narrow() {
        return narrow;
    }

    /** What the catalog says of Google: another rule than its own, so that there is one with a grace. */
    static String describe(String google) {
        return KillRule.GRACE.describe(google);
    }

    /** What the provider does. */
    void turn(KnobBoard knobs) {
        if (this == GOOGLE) {
            KillRule.GRACE.turn(knobs);
        }
    }
}
