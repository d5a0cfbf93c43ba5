package dev.concierge.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How much of the proof runs.
 *
 * @param integrations accounts at the provider, each with a calendar, files and mail
 * @param events how many more events every fourth calendar has, so that it has several pages
 * @param inFlight pages that each kill interrupts at least
 * @param deadline of one call; a claim is held for twice as long
 */
record SyncKillScale(String name, int integrations, int events, int inFlight, List<Kill> kills, Duration deadline) {
    /** The most that the product takes. Names of workers that a killed node held are free again after some twenty seconds. */
    private static final int WORKERS = 64;

    private static final int FULL = 200;
    private static final int IN_FLIGHT = 20;

    /** One kill. */
    record Kill(SyncKillStep step, SyncKillPass pass) {}

    SyncKillScale {
        kills = List.copyOf(kills);
    }

    /**
     * Reads a scale.
     *
     * @param word {@code smallest}, {@code full}, or how many pages are to be interrupted at least
     * @throws IllegalArgumentException for anything else
     */
    static SyncKillScale of(String word) {
        return switch (word) {
            case "smallest" ->
                new SyncKillScale(
                        word,
                        8,
                        0,
                        4,
                        List.of(new Kill(SyncKillStep.STORE, SyncKillPass.EVERYTHING)),
                        Duration.ofSeconds(10));
            case "full" -> atLeast(word, FULL);
            case String number when number.matches("[1-9][0-9]{0,4}") -> atLeast(word, Integer.parseInt(number));
            default ->
                throw new IllegalArgumentException("--scale of sync-kill is smallest, full, or a number of pages.");
        };
    }

    private static SyncKillScale atLeast(String name, int pages) {
        List<Kill> kills = new ArrayList<>();
        while (kills.size() * IN_FLIGHT < pages) {
            for (SyncKillStep step : SyncKillStep.values()) {
                for (SyncKillPass pass : SyncKillPass.values()) {
                    kills.add(new Kill(step, pass));
                }
            }
        }
        return new SyncKillScale(name, 80, 500, IN_FLIGHT, kills, Duration.ofSeconds(30));
    }

    /** At least so many pages. */
    int interrupted() {
        return kills.size() * inFlight;
    }

    Duration lease() {
        return deadline.multipliedBy(2);
    }

    /** What the servers' environment needs: a place for each page in flight and one for whoever gives out work. */
    Map<String, String> environment() {
        return Map.of(
                "CONCIERGE_SYNC_PROVIDERCONCURRENCY",
                Integer.toString(WORKERS),
                "CONCIERGE_JOBS_SYNCCONCURRENCY",
                Integer.toString(inFlight + 1),
                "CONCIERGE_SYNC_DEADLINE",
                deadline.toSeconds() + "s",
                "CONCIERGE_SYNC_LEASE",
                lease().toSeconds() + "s",
                "CONCIERGE_INTEGRATIONS_CONNECTBURST",
                "100000");
    }
}
