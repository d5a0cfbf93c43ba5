package dev.concierge.bench;

/**
 * How long one node went on handing out a token after another had taken the right away.
 *
 * @param deaf whether its listening connection was cut right before
 * @param millis from when another listening session had heard of the commit until the first refusal was here; 0 when that came first
 * @param sentMillis from before the act was sent until then: the act's own work is in it, so it is more than the other node took
 * @param steady whether it stayed refused
 */
record Sight(Act act, boolean deaf, double millis, double sentMillis, boolean steady) {
    static final double AIM_MILLIS = 1000;

    /** What takes it away. */
    enum Act {
        DISCONNECT("the integration is disconnected", "`DELETE /api/v1/oauth/integrations/{id}`"),
        REVOKE("the API key is revoked", "`POST /security/keys/{id}/revoke`"),
        DISABLE("the account is disabled", "`PUT /api/v1/users/{id}/status`, by an administrator's program");

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
        return steady && millis < AIM_MILLIS;
    }
}
