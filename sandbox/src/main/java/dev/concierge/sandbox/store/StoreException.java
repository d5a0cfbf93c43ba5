package dev.concierge.sandbox.store;

/** The data file could not be read, written or locked. The message is one sentence for the person who started the sandbox. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
