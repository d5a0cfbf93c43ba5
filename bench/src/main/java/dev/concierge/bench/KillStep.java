package dev.concierge.bench;

/** Where a refresh is when its process is killed. */
enum KillStep {
    CLAIM("before the claim is committed: the grant's row is locked by somebody else"),
    REQUEST("the request is on its way and never reaches the provider"),
    ANSWER("the provider has answered, the answer is on its way"),
    STORE("the answer is here, the store waits for a lock on the grant's row");

    private final String words;

    KillStep(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
