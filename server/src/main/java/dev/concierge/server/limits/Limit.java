package dev.concierge.server.limits;

import java.time.Duration;

/**
 * How often something may be done: {@code burst} times at once, then again once each {@code refill}.
 *
 * @param name what is counted, in a word or two; part of the counter's key
 * @param burst how many times at once, at least 1
 * @param refill after how long one more is free
 */
public record Limit(String name, long burst, Duration refill) {
    public Limit {
        if (burst < 1 || !refill.isPositive()) {
            throw new IllegalArgumentException("a limit lets at least one through and refills: " + name);
        }
    }
}
