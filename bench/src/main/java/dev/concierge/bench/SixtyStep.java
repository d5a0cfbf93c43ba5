package dev.concierge.bench;

/** What a person of {@link SixtyProof} does, and what it is judged by. */
enum SixtyStep {
    SIGN_IN("sign in (page, then the password)", false),
    OVERVIEW("overview", false),
    ANALYTICS("what is in step", false),
    INTEGRATIONS("integrations", false),
    LEAVE("press Connect", false),
    CONNECT("come back from the provider: code, tokens, who it is, stored", true),
    INTEGRATION("page of the integration", false),
    VEND("vend", true),
    SIGN_OUT("sign out", false);

    private final String words;
    private final boolean token;

    SixtyStep(String words, boolean token) {
        this.words = words;
        this.token = token;
    }

    String words() {
        return words;
    }

    /** An operation on tokens, which may wait for a provider. */
    boolean token() {
        return token;
    }
}
