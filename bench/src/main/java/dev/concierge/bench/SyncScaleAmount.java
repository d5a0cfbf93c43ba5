package dev.concierge.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of the proof runs.
 *
 * @param integrations how many of each provider
 * @param waves how often all streams are due at once, with every provider well and again with the trouble
 * @param perSecond requests that the limited provider takes in a second
 * @param budget what Google allows our client, so that a short run reaches it; null for what the catalog says
 */
record SyncScaleAmount(
        String name,
        Map<String, Integer> integrations,
        int waves,
        int perSecond,
        @Nullable Budget budget) {
    /** The provider that hangs. */
    static final String HANGING = "meta";

    /** The provider that takes only so many requests a second. */
    static final String LIMITED = "notion";

    /** The others, each with three streams. */
    static final List<String> HEALTHY = List.of("google", "microsoft", "github");

    /** How many times as long the others may wait. */
    static final double AIM = 2.0;

    private static final int FULL = 10_000;
    private static final int LEAST_JUDGED = 1_000;
    private static final String LIMIT =
            "(?m)(?<of>  - of: registration\\R    requests: )[0-9]+(?<per>\\R    per: )\\S+";

    /** So many requests in any stretch of that time. */
    record Budget(int requests, Duration per) {}

    SyncScaleAmount {
        integrations = Map.copyOf(integrations);
    }

    /** @throws IllegalArgumentException for a word that is no scale */
    static SyncScaleAmount of(String word) {
        return switch (word) {
            case "smallest" -> new SyncScaleAmount(word, counts(20), 1, 1, new Budget(20, Duration.ofSeconds(5)));
            case "full" -> number(word, FULL);
            case String number when number.matches("[1-9][0-9]{1,4}0") -> number(word, Integer.parseInt(number));
            default ->
                throw new IllegalArgumentException(
                        "--scale of sync-scale is smallest, full, or a number of integrations, 100 at least and tens.");
        };
    }

    private static SyncScaleAmount number(String word, int integrations) {
        return new SyncScaleAmount(word, counts(integrations), 2, Math.max(2, integrations / 1000), null);
    }

    /** To ten integrations there are twenty-seven streams. */
    private static Map<String, Integer> counts(int integrations) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("google", integrations * 3 / 10);
        counts.put("microsoft", integrations * 3 / 10);
        counts.put("github", integrations * 2 / 10);
        counts.put(LIMITED, integrations / 10);
        counts.put(HANGING, integrations / 10);
        return counts;
    }

    List<String> providers() {
        return List.of("google", "microsoft", "github", LIMITED, HANGING);
    }

    int count(String provider) {
        return integrations.getOrDefault(provider, 0);
    }

    int total() {
        return integrations.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether times and memory say something. */
    boolean judged() {
        return total() >= LEAST_JUDGED;
    }

    /** Google's description, with files and mail among what is asked for, and the budget. */
    String describe(String google) {
        String described = SyncKillGroup.withFilesAndMail(google);
        return budget == null
                ? described
                : described.replaceAll(LIMIT, "${of}" + budget.requests() + "${per}" + budget.per());
    }
}
