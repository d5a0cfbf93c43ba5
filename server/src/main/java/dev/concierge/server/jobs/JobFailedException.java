package dev.concierge.server.jobs;

/** Carries a handler's checked exception through db-scheduler. */
final class JobFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JobFailedException(Exception cause) {
        super(cause);
    }

    /** The handler's own exception. */
    static Throwable reason(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof JobFailedException && cause != null ? cause : thrown;
    }
}
