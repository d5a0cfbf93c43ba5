package dev.concierge.server.limits;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a caller stands with one window of one limit, as far as this node knows.
 *
 * @param policy the limit's name, for example {@code caller-1s}; printable ASCII without quotes
 * @param rate quota and window
 * @param remaining calls that are left, 0 when none is
 * @param secondsLeft until the next window begins, at least 1
 */
public record Standing(String policy, Rate rate, long remaining, long secondsLeft) {
    /** The field {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-11 section 3): quota and window in seconds. */
    public static String policies(List<Standing> standings) {
        return standings.stream()
                .map(one -> "\"" + one.policy + "\";q=" + one.rate.quota() + ";w="
                        + one.rate.window().toSeconds())
                .collect(Collectors.joining(", "));
    }

    /** The field {@code RateLimit} (the same draft, section 4): what remains, and the seconds until it is whole again. */
    public static String limits(List<Standing> standings) {
        return standings.stream()
                .map(one -> "\"" + one.policy + "\";r=" + one.remaining + ";t=" + one.secondsLeft)
                .collect(Collectors.joining(", "));
    }
}
