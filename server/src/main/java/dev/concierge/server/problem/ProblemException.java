package dev.concierge.server.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal that reaches the caller. The detail is safe to show: never a token, code, secret, host name or remote body.
 */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private transient @Nullable Duration retryAfter;

    public ProblemException(ProblemType type, String detail) {
        super(detail);
        this.type = type;
    }

    public ProblemException(ProblemType type, String detail, Throwable cause) {
        super(detail, cause);
        this.type = type;
    }

    /** Adds an extension member (RFC 9457 section 3.2), for example the provider's OAuth error code. */
    public ProblemException with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    /** Says when to try again; rendered as the Retry-After header, in whole seconds, at least one. */
    public ProblemException retryAfter(Duration delay) {
        this.retryAfter = delay;
        return this;
    }

    public ProblemType type() {
        return type;
    }

    /** What happened this time, in a sentence that may be shown. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    public Map<String, Object> members() {
        return Map.copyOf(members);
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
