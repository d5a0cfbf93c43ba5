package dev.concierge.server.vault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;

/**
 * One provider's share of a node: so many refreshes at once, at its pace. While more is due than was claimed, the next ones are claimed as slots
 * come free, some at a time, or as the pace allows them; a provider that hangs fills its own slots and nobody else's.
 */
final class RefreshLine {
    /** A claim for each call that the pace allows would cost as much as the call. */
    private static final Duration LEAST_WAIT = Duration.ofMillis(50);
    /** Longer pauses are looked at again: the clock may be moved, and the process may have ended. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /**
     * A whole line is left alone no longer than this, whatever one grant was told: the wait may be one person's, and is that grant's own. A strict
     * provider's refreshes begin two minutes before the end, so this leaves several tries to everybody else.
     */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Of the slots, this share has to be free before a line goes on by itself: a claim each would cost as much as a refresh. */
    private static final int BATCHES = 4;

    private final int size;
    private final Semaphore slots;
    private final Pace pace;
    private final ReentrantLock claiming = new ReentrantLock();
    private final AtomicBoolean wakes = new AtomicBoolean();
    private volatile boolean more;
    private volatile boolean heldBack;

    RefreshLine(int size, Pace pace) {
        this.size = size;
        this.slots = new Semaphore(size);
        this.pace = pace;
    }

    /**
     * Claims as much as has room.
     *
     * @param claim gives at most so many that are due
     * @return what was claimed; {@link #ended} must follow for each
     */
    <T> List<T> claim(IntFunction<List<T>> claim) {
        claiming.lock();
        try {
            int free = slots.drainPermits();
            int room = pace.take(free);
            List<T> due = List.of();
            try {
                due = room == 0 ? List.of() : claim.apply(room);
            } finally {
                slots.release(free - due.size());
                pace.giveBack(room - due.size());
            }
            if (room > 0) {
                more = due.size() == room;
            }
            heldBack = room < free && due.size() == room;
            return due;
        } finally {
            claiming.unlock();
        }
    }

    /** One has ended. @return whether more is due and there is room enough to go on at once */
    boolean ended(RefreshResult result) {
        switch (result) {
            case RefreshResult.Fresh _, RefreshResult.Rejected _, RefreshResult.Misconfigured _ -> pace.answered();
            case RefreshResult.Unavailable unavailable
            when unavailable.trouble() -> pace.trouble(shorter(unavailable.retryAfter(), LONGEST_PAUSE));
            case RefreshResult.Unavailable _, RefreshResult.Ended _, RefreshResult.Faulted _ -> {
                // says nothing about the provider
            }
        }
        slots.release();
        return more && slots.availablePermits() >= Math.max(1, size / BATCHES);
    }

    /**
     * When to go on with what the pace holds back.
     *
     * @return how long from now; empty when the pace holds nothing back, or somebody has been told already: {@link #woken} must follow
     */
    Optional<Duration> wakeUp() {
        if (!heldBack || !wakes.compareAndSet(false, true)) {
            return Optional.empty();
        }
        Duration wait = pace.after();
        Duration enough = wait.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : wait;
        return Optional.of(shorter(enough, LONGEST_WAIT));
    }

    private static Duration shorter(Duration wait, Duration most) {
        return wait.compareTo(most) > 0 ? most : wait;
    }

    /** The time of {@link #wakeUp} has come. */
    void woken() {
        wakes.set(false);
    }

    Pace pace() {
        return pace;
    }
}
