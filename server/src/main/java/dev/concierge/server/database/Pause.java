package dev.concierge.server.database;

/** What is done between two tries. */
@FunctionalInterface
interface Pause {
    Pause SECOND = () -> {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped between two tries", e);
        }
    };

    void pass();
}
