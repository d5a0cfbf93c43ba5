package dev.concierge.server.outbound;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a call ended. Every answer is {@link Answered}, whatever its status; what gave no whole answer is {@link Unreachable}. */
public sealed interface OutboundOutcome {
    /**
     * A whole answer.
     *
     * @param status 200 to 599; redirects are not followed, so 3xx is among them
     * @param retryAfter how long the other side asks us to wait (RFC 9110 section 10.2.3, seconds or date), between 0 and one day; null when it
     *     does not say, or nothing that can be read
     */
    record Answered(
            int status,
            AnswerHeaders headers,
            Content content,
            @Nullable Duration retryAfter) implements OutboundOutcome {
        public boolean successful() {
            return status >= 200 && status < 300;
        }
    }

    /**
     * No whole answer.
     *
     * @param sent whether any part of the request may have reached the other side. When false it certainly has not, and nothing there has
     *     changed
     * @param retryAfter when another try makes sense; null when we cannot tell
     */
    record Unreachable(
            Reason reason, boolean sent, @Nullable Duration retryAfter) implements OutboundOutcome {}

    /** Why there was no whole answer. */
    enum Reason {
        /** The URL's host is not on the request's list, is not https, or resolves to an address that calls may not go to. Never sent. */
        REFUSED_ADDRESS,
        /** No connection could be made: unknown name, refused, unreachable. Never sent. */
        CONNECT,
        /** The total deadline passed, or {@link OutboundRequest#sendBy()} before anything was sent. */
        TIMEOUT,
        /** The TLS handshake failed: certificate, host name or version. Never sent. */
        TLS,
        /** The answer is larger than the request's limit, or its header is. */
        TOO_LARGE,
        /** The provider failed so often lately that it is left alone for a while. Never sent. */
        BREAKER_OPEN,
        /** Too many calls to this provider are under way already. Never sent. */
        BULKHEAD_FULL,
        /** The connection broke while sending or receiving, or what came is no HTTP. */
        CUT
    }
}
