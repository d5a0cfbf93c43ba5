package dev.concierge.server.limits;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many calls a window takes. Windows are counted from the epoch, so all nodes mean the same one.
 *
 * @param quota calls in one window, at least 1
 * @param window whole seconds, 1 s to 31 days
 */
public record Rate(long quota, Duration window) {
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final Pattern FORM = Pattern.compile("([0-9]{1,12})/([0-9]{0,6})(s|m|h|d)");

    public Rate {
        if (quota < 1) {
            throw new IllegalArgumentException("a window takes at least one call");
        }
        if (!window.isPositive()
                || !window.equals(Duration.ofSeconds(window.toSeconds()))
                || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a window is whole seconds, up to 31 days");
        }
    }

    /**
     * Reads {@code 1000/1s}, {@code 50/10m}, {@code 1000000/d}.
     *
     * @throws IllegalArgumentException with a sentence for the operator
     */
    public static Rate valueOf(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no rate such as 1000/1s or 1000000/1d.");
        }
        long count = matcher.group(2).isEmpty() ? 1 : Long.parseLong(matcher.group(2));
        Duration unit = switch (matcher.group(3)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
        return new Rate(Long.parseLong(matcher.group(1)), unit.multipliedBy(count));
    }

    /** {@code 1000/1s}; windows in the largest unit that fits. */
    @Override
    public String toString() {
        return quota + "/" + windowWords();
    }

    /** {@code 10s}, {@code 1d}. */
    String windowWords() {
        long seconds = window.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
