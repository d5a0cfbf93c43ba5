package dev.concierge.bench;

/** Where a page is when the process that reads it is killed. */
enum SyncKillStep {
    REQUEST("it was asked for, and the provider has not heard of it"),
    ANSWER("the provider has answered, and the answer has not arrived"),
    STORE(
            "the answer has arrived: its records are written and not committed, or it waits for a connection to write them");

    private final String words;

    SyncKillStep(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
