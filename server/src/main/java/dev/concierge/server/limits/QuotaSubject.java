package dev.concierge.server.limits;

/** For whom or what calls are counted. */
public enum QuotaSubject {
    /** All keys of one account together. */
    ACCOUNT("account"),
    /** One API key. */
    CALLER("caller"),
    /** One account's integrations at one provider. */
    PROVIDER("provider"),
    /** One integration. */
    INTEGRATION("integration");

    private final String word;

    QuotaSubject(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
