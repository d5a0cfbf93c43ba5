package dev.concierge.sandbox.http;

/** A request that cannot be read at all. The message is fit to be shown. */
public final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    public BadRequest(int status, String message) {
        super(message);
        this.status = status;
    }

    public BadRequest(String message) {
        this(400, message);
    }

    public int status() {
        return status;
    }
}
