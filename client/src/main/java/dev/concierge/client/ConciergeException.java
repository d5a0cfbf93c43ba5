package dev.concierge.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server refused (RFC 9457), or could not be reached. */
public final class ConciergeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String problem;
    private final @Nullable Duration retryAfter;

    ConciergeException(int status, String problem, String detail, @Nullable Duration retryAfter) {
        super(detail);
        this.status = status;
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    ConciergeException(String detail, Throwable cause) {
        super(detail, cause);
        this.status = 0;
        this.problem = "unreachable";
        this.retryAfter = null;
    }

    /** The HTTP status; 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** The problem's slug, for example {@code needs-reconnect}; {@code unreachable} when there was no answer. */
    public String problem() {
        return problem;
    }

    /** When to ask again, if the server said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether only the person can help, by connecting the account again. */
    public boolean needsReconnect() {
        return problem.equals("needs-reconnect");
    }
}
