package dev.concierge.server.jobs;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which background work this process does.
 *
 * @param role {@code web}, {@code worker} or both ({@code ROLE}, default both); lanes run in a worker only
 * @param lanes {@code all}, {@code none} or some of {@code mail}, {@code file}, {@code sync}, {@code refresh}, {@code maintenance} ({@code LANES}, default all)
 * @param jobs how the lanes work
 */
@ConfigurationProperties("concierge")
record JobSettings(
        @DefaultValue({"web", "worker"}) List<String> role,
        @DefaultValue("all") List<String> lanes,
        @DefaultValue Work jobs) {
    private static final Set<String> ROLES = Set.of("web", "worker");

    /**
     * @param mailConcurrency mails under way at once on this node, 1 to 256, default 4
     * @param fileConcurrency files under way at once on this node, 1 to 256, default 2: each reads much
     * @param syncConcurrency jobs of the sync lane at once on this node, 1 to 256, default 8
     * @param refreshConcurrency jobs of the refresh lane at once, 1 to 256, default 32: they mostly wait for providers
     * @param maintenanceConcurrency jobs of the maintenance lane at once, 1 to 256, default 4
     * @param poll how often a lane looks for due jobs of other nodes, default 1 s; its own node's wake it at once
     * @param stopWait how long jobs under way may take to end when the process stops, default 20 s; then they are interrupted
     */
    record Work(
            @DefaultValue("4") int mailConcurrency,
            @DefaultValue("2") int fileConcurrency,
            @DefaultValue("8") int syncConcurrency,
            @DefaultValue("32") int refreshConcurrency,
            @DefaultValue("4") int maintenanceConcurrency,
            @DefaultValue("1s") Duration poll,
            @DefaultValue("20s") Duration stopWait) {
        private static final int MOST = 256;

        Work {
            for (int concurrency : new int[] {
                mailConcurrency, fileConcurrency, syncConcurrency, refreshConcurrency, maintenanceConcurrency
            }) {
                if (concurrency < 1 || concurrency > MOST) {
                    throw new IllegalArgumentException("concierge.jobs: a lane runs 1 to " + MOST + " jobs at once");
                }
            }
        }

        int concurrency(Lane lane) {
            return switch (lane) {
                case MAIL -> mailConcurrency;
                case FILE -> fileConcurrency;
                case SYNC -> syncConcurrency;
                case REFRESH -> refreshConcurrency;
                case MAINTENANCE -> maintenanceConcurrency;
            };
        }
    }

    JobSettings {
        role = List.copyOf(role);
        lanes = List.copyOf(lanes);
        if (role.isEmpty() || !ROLES.containsAll(role)) {
            throw new IllegalArgumentException("ROLE is web, worker or web,worker.");
        }
    }

    /** The lanes that this process runs. @throws IllegalArgumentException when a word names none */
    Set<Lane> active() {
        EnumSet<Lane> active = EnumSet.noneOf(Lane.class);
        for (String word : lanes) {
            if (word.equals("all")) {
                active.addAll(EnumSet.allOf(Lane.class));
            } else if (!word.equals("none")) {
                active.add(Lane.of(word));
            }
        }
        return role.contains("worker") ? active : Set.of();
    }
}
