package dev.concierge.postgres;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL could not be unpacked, made, started or stopped. The message is one sentence a person can act on. */
public final class EmbeddedPostgresException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EmbeddedPostgresException(String message) {
        this(message, null);
    }

    EmbeddedPostgresException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
