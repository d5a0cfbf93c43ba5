package dev.concierge.server.outbound;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The moment between a connection that stands and the first byte of the request. Passing it and giving up exclude each other, so a caller that is
 * told "not sent" can rely on it.
 */
final class SendGuard {
    private enum State {
        WAITING,
        SENT,
        GIVEN_UP
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final Clock clock;
    private final @Nullable Instant sendBy;

    SendGuard(Clock clock, @Nullable Instant sendBy) {
        this.clock = clock;
        this.sendBy = sendBy;
    }

    /** The caller has gone, or the last moment has passed. */
    static final class TooLateException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLateException() {
            super("too late to send");
        }
    }

    void pass() throws TooLateException {
        boolean late = sendBy != null && clock.instant().isAfter(sendBy);
        if (late || !state.compareAndSet(State.WAITING, State.SENT)) {
            throw new TooLateException();
        }
    }

    /** From now on nothing is sent. @return whether something was before */
    boolean giveUp() {
        state.compareAndSet(State.WAITING, State.GIVEN_UP);
        return sent();
    }

    boolean sent() {
        return state.get() == State.SENT;
    }
}
