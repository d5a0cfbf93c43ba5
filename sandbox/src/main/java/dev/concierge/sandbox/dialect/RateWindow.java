package dev.concierge.sandbox.dialect;

import dev.concierge.sandbox.Knob;
import dev.concierge.sandbox.KnobBoard;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts requests in fixed windows, as providers do that tell the rest of it in headers. Forgets with the process. */
public final class RateWindow {
    private final Clock clock;
    private final Duration length;
    private final KnobBoard knobs;
    private final Knob<Long> limit;
    private final Map<String, Used> windows = new ConcurrentHashMap<>();

    private record Used(Instant end, long count) {}

    /**
     * How one request fared.
     *
     * @param resetAt when the window ends and everything is free again
     * @param over whether this request is one too many
     */
    public record State(long limit, long remaining, long used, Instant resetAt, boolean over) {}

    /** @param limit the knob that says how many requests a window takes */
    public RateWindow(Clock clock, Duration length, KnobBoard knobs, Knob<Long> limit) {
        this.clock = clock;
        this.length = length;
        this.knobs = knobs;
        this.limit = limit;
    }

    /** Counts one request. */
    public State count(String who) {
        var now = clock.instant();
        var used = windows.compute(
                who,
                (_, before) -> before == null || !now.isBefore(before.end())
                        ? new Used(now.plus(length), 1)
                        : new Used(before.end(), before.count() + 1));
        return state(used);
    }

    /** Takes a count back, for a request that costs nothing after all; how its window stands then. */
    public State giveBack(String who) {
        var used = windows.compute(
                who,
                (_, before) -> before == null
                        ? new Used(clock.instant().plus(length), 0)
                        : new Used(before.end(), before.count() - 1));
        return state(used);
    }

    private State state(Used used) {
        long most = knobs.get(limit);
        long left = Math.max(0, most - used.count());
        return new State(most, left, Math.min(most, used.count()), used.end(), used.count() > most);
    }
}
