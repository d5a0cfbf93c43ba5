package dev.concierge.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * How large the storm is.
 *
 * @param grants how many of each provider
 * @param life of those tokens: a tenth of it before the end, and up to as much again by chance, they fall due
 * @param spread the time within which their tokens end
 * @param perSecond what the limited provider takes
 * @param runs what happens
 */
record StormScale(
        String name, Map<String, Integer> grants, Duration life, Duration spread, int perSecond, List<StormRun> runs) {
    /** The provider that hangs. */
    static final String HANGING = "meta";

    /** The provider that takes only so many requests a second. */
    static final String LIMITED = "notion";

    /** Those whose refresh tokens work once, by the catalog. */
    static final Set<String> WORKS_ONCE = Set.of("github", LIMITED, "twitter");

    private static final int FULL = 100_000;

    /** In thousandths. */
    private static final Map<String, Integer> SHARES = shares();

    StormScale {
        grants = Map.copyOf(grants);
        runs = List.copyOf(runs);
    }

    /** @throws IllegalArgumentException for a word that is no scale */
    static StormScale of(String word) {
        return switch (word) {
            case "smallest" ->
                new StormScale(
                        word,
                        counts(SHARES, (_, _) -> 25),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(5),
                        10,
                        List.of(StormRun.ONE_NODE));
            case "full" -> number(word, FULL);
            case String number when number.matches("[1-9][0-9]{3,6}") -> number(word, Integer.parseInt(number));
            default ->
                throw new IllegalArgumentException(
                        "--scale of storm is smallest, full, or a number of grants, 1,000 at least.");
        };
    }

    /** The limited provider's share is as much as it takes in two thirds of the time. */
    private static StormScale number(String word, int grants) {
        Duration spread = Duration.ofMinutes(5);
        int perSecond = Math.max(1, (int) (grants / 10 * 3 / 2 / spread.toSeconds()));
        return new StormScale(
                word,
                counts(SHARES, (_, share) -> grants / 1000 * share),
                Duration.ofMinutes(10),
                spread,
                perSecond,
                List.of(StormRun.CALM, StormRun.ONE_NODE, StormRun.TWO_NODES));
    }

    int count(String provider) {
        return grants.getOrDefault(provider, 0);
    }

    int total() {
        return grants.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Map<String, Integer> counts(
            Map<String, Integer> shares, BiFunction<String, Integer, Integer> count) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        shares.forEach((provider, share) -> counts.put(provider, count.apply(provider, share)));
        return counts;
    }

    private static Map<String, Integer> shares() {
        Map<String, Integer> shares = new LinkedHashMap<>();
        shares.put("google", 200);
        shares.put("youtube", 100);
        shares.put("microsoft", 200);
        shares.put(LIMITED, 100);
        shares.put("linkedin", 100);
        shares.put("twitter", 100);
        shares.put(HANGING, 100);
        shares.put("github", 100);
        return shares;
    }
}
