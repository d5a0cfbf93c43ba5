package dev.concierge.server.limits;

import java.time.Duration;
import java.time.Instant;

/** One node's part of one window of one limit. Thread-safe: one thread at a time asks the database, and those that find nothing left wait for it. */
final class QuotaCounter {
    /** A node's float, and what it takes at a time, as a part of the quota. */
    private static final long PART = 20;

    private final String policy;
    private final Rate rate;
    private final String key;

    private long window = Long.MIN_VALUE;

    /** What this node may still let through by itself. */
    private long left;

    /** Let through of the float, and not yet told to the database. */
    private long untold;

    /** Used on all nodes, as last heard; what this node holds included. */
    private long used;

    private boolean spent;

    QuotaCounter(String policy, Rate rate, String key) {
        this.policy = policy;
        this.rate = rate;
        this.key = key;
    }

    /** Counts one call. @return whether the window had room */
    synchronized boolean take(Instant now, QuotaCounters shared) {
        turn(now);
        if (left == 0 && !spent) {
            fetch(shared);
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }

    /** Takes a call back that another limit refused; one of a window that is over is lost. */
    synchronized void giveBack(Instant now) {
        if (index(now) == window) {
            left++;
        }
    }

    synchronized Standing standing(Instant now) {
        turn(now);
        long remaining = Math.max(0, rate.quota() - used) + (used == 0 ? left - part() : left);
        return new Standing(
                policy,
                rate,
                Math.max(0, remaining),
                Math.max(1, untilNext(now).plusMillis(999).toSeconds()));
    }

    /** Until the window after this one begins. */
    Duration untilNext(Instant now) {
        return Duration.between(
                now, Instant.ofEpochSecond((index(now) + 1) * rate.window().toSeconds()));
    }

    private void turn(Instant now) {
        long index = index(now);
        if (index != window) {
            window = index;
            left = part();
            untold = part();
            used = 0;
            spent = false;
        }
    }

    private void fetch(QuotaCounters shared) {
        long want = Math.max(1, part());
        used = shared.add(policy + ' ' + key, rate, window, untold + want);
        long over = Math.max(0, used - rate.quota());
        left = Math.max(0, want - over);
        untold = 0;
        spent = used >= rate.quota();
    }

    private long part() {
        return rate.quota() / PART;
    }

    private long index(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), rate.window().toSeconds());
    }
}
