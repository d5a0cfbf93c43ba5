package dev.concierge.server.oauth;

import dev.concierge.server.catalog.ErrorWords;
import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells trouble of the moment from an answer that says something. One set of rules for every endpoint. */
final class Troubles {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final Duration LEAST_WAIT = Duration.ofSeconds(1);

    private Troubles() {}

    /**
     * @param acted whether the provider may have acted on the request
     */
    record Found(Trouble trouble, Duration retryAfter, boolean acted) {}

    static Found of(Unreachable unreachable) {
        Trouble trouble = switch (unreachable.reason()) {
            case BREAKER_OPEN, BULKHEAD_FULL -> Trouble.HELD_BACK;
            case TOO_LARGE -> Trouble.GARBLED;
            case REFUSED_ADDRESS, CONNECT, TIMEOUT, TLS, CUT -> Trouble.NO_ANSWER;
        };
        return found(trouble, unreachable.retryAfter(), unreachable.sent());
    }

    /** Trouble told by the status alone; null when the answer has to be read. */
    static @Nullable Found of(Answered answer) {
        int status = answer.status();
        if (status == TOO_MANY_REQUESTS) {
            return found(Trouble.BUSY, answer.retryAfter(), false);
        }
        if (status >= SERVER_ERROR || status == REQUEST_TIMEOUT) {
            return found(Trouble.BROKEN, answer.retryAfter(), true);
        }
        return null;
    }

    /** Too much for now, said by an error and not by the status. */
    static Found busy(Answered answer) {
        return found(Trouble.BUSY, answer.retryAfter(), false);
    }

    /** Trouble that an error tells of which the catalog says that it passes. */
    static Found told(OAuthError error, Answered answer) {
        boolean busy = error.rule() == null || error.rule().words() == ErrorWords.PROVIDER_BUSY;
        return found(busy ? Trouble.BUSY : Trouble.BROKEN, answer.retryAfter(), !busy);
    }

    /** An error that nobody knows: nothing follows from it. It is a refusal, so the provider has not acted. */
    static Found unknown(Answered answer) {
        return found(Trouble.UNKNOWN_ERROR, answer.retryAfter(), false);
    }

    static Found garbled(Answered answer) {
        return found(Trouble.GARBLED, answer.retryAfter(), true);
    }

    private static Found found(Trouble trouble, @Nullable Duration asked, boolean acted) {
        Duration wait = asked == null ? usual(trouble) : asked;
        return new Found(trouble, wait.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : wait, acted);
    }

    private static Duration usual(Trouble trouble) {
        return switch (trouble) {
            case NO_ANSWER, HELD_BACK -> Duration.ofSeconds(5);
            case BUSY, BROKEN -> Duration.ofSeconds(15);
            case GARBLED -> Duration.ofSeconds(30);
            case UNKNOWN_ERROR -> Duration.ofMinutes(5);
        };
    }
}
