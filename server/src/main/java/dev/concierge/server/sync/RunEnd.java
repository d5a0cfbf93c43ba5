package dev.concierge.server.sync;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a run ends and what follows from it.
 *
 * @param cause one of our words; null when there is nothing to say
 * @param state the stream's new state; null leaves it as it was
 * @param pause until the next run; null: not before something happens
 * @param told whether the provider asked for the pause, so that nobody cuts it short
 */
record RunEnd(
        RunOutcome outcome,
        @Nullable String cause,
        @Nullable StreamState state,
        @Nullable Duration pause,
        boolean told) {

    /** The person did not allow what the stream needs, and was perhaps never asked. */
    static final String NOT_GRANTED = "not_granted";

    static RunEnd done(Duration every) {
        return new RunEnd(RunOutcome.DONE, null, StreamState.IN_STEP, every, false);
    }

    static RunEnd partial(Duration every) {
        return new RunEnd(RunOutcome.PARTIAL, "items_kept_aside", StreamState.PARTIAL, every, false);
    }

    static RunEnd continued() {
        return new RunEnd(RunOutcome.CONTINUED, null, null, Duration.ZERO, false);
    }

    static RunEnd busy(Duration pause, boolean told) {
        return new RunEnd(RunOutcome.RATE_LIMITED, "rate_limited", null, pause, told);
    }

    static RunEnd failed(String cause, Duration pause) {
        return new RunEnd(RunOutcome.FAILED, cause, StreamState.FAILED, pause, false);
    }

    static RunEnd noProgress(Duration pause) {
        return new RunEnd(RunOutcome.NO_PROGRESS, "no_progress", StreamState.NO_PROGRESS, pause, false);
    }

    static RunEnd notGranted() {
        return new RunEnd(RunOutcome.NOT_ALLOWED, NOT_GRANTED, StreamState.NOT_ALLOWED, null, false);
    }

    /** The provider says that what was granted is not enough. */
    static RunEnd notAllowed() {
        return new RunEnd(RunOutcome.NOT_ALLOWED, "scope_missing", StreamState.NOT_ALLOWED, null, false);
    }

    static RunEnd stopped(String cause, Duration again) {
        return new RunEnd(RunOutcome.STOPPED, cause, null, again, false);
    }

    /** Whether everything that can be read is read. */
    boolean complete() {
        return outcome == RunOutcome.DONE || outcome == RunOutcome.PARTIAL;
    }

    /** Whether the next pause after a failure is longer by it. */
    boolean failure() {
        return switch (outcome) {
            case RATE_LIMITED, FAILED, NO_PROGRESS -> true;
            case DONE, PARTIAL, CONTINUED, NOT_ALLOWED, STOPPED, INTERRUPTED -> false;
        };
    }
}
