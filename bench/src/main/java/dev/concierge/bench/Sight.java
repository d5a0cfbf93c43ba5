package dev.concierge.bench;

/**
 * How long one node went on handing out a token after another had taken the right away.
 *
 * @param deaf whether its listening connection was cut right before
 * @param sentMillis from before the act was sent until the first refusal was here; the commit lies in between, so this is more than it took
 * @param answeredMillis from the act's answer until then; the commit lies before, so this is less; 0 when the refusal came first
 * @param steady whether it stayed refused
 */
record Sight(Act act, boolean deaf, double sentMillis, double answeredMillis, boolean steady) {
    static final double AIM_MILLIS = 1000;

    /** What takes it away. */
    enum Act {
        DISCONNECT("the integration is disconnected", "`DELETE /api/v1/oauth/integrations/{id}`"),
        REVOKE("the API key is revoked", "`POST /security/keys/{id}/revoke`"),
        DISABLE(
                "the account is disabled",
                "one transaction in the database, of the row and its notification: there is no page or endpoint for it yet");

        private final String words;
        private final String how;

        Act(String words, String how) {
            this.words = words;
            this.how = how;
        }

        String words() {
            return words;
        }

        String how() {
            return how;
        }
    }

    boolean inTime() {
        return steady && sentMillis < AIM_MILLIS;
    }
}
