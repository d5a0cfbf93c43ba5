package dev.concierge.ops;

/** A verb cannot go on. The message is what the operator reads; no stack trace follows it. */
public final class OpsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public OpsException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public OpsException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
