package dev.concierge.server.vault;

import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Attempts the revocations that are due, for each provider in a line of its own and one call after the other: after a mass revocation a provider is
 * not flooded, and one that hangs or refuses keeps nobody else's tokens waiting. What an emergency stop made waits while the stop is paused, but no
 * longer than for the 72 hours: then it has its last attempt.
 */
@Component
class RevocationLines {
    private static final Logger log = LoggerFactory.getLogger(RevocationLines.class);
    private static final int BATCH = 50;
    private static final Duration SHIFT = Duration.ofSeconds(20);

    /** So many in a row that were not settled say that the provider cannot do it now; the next shift goes on with others. */
    private static final int MOST_IN_VAIN = 3;

    private static final String DUE = """
            from pending_revocations r left join emergency_stops s on s.id = r.stop_id
            where r.next_attempt_at <= :now and (s.paused_at is null or r.give_up_at <= :now)
            """;

    private record Waiting(UUID id, UUID accountId) {}

    private final SystemScope system;
    private final Revoker revoker;
    private final Clock clock;

    RevocationLines(SystemScope system, Revoker revoker, Clock clock) {
        this.system = system;
        this.revoker = revoker;
        this.clock = clock;
    }

    /** What there is to do for about twenty seconds. */
    void shift() {
        long end = System.nanoTime() + SHIFT.toNanos();
        try (ExecutorService lines = Executors.newVirtualThreadPerTaskExecutor()) {
            providers().forEach(provider -> lines.execute(() -> line(provider, end)));
        }
    }

    private void line(String provider, long end) {
        try {
            workOff(provider, end);
        } catch (RuntimeException e) {
            log.warn("what is to be revoked at {} waits for the next shift", provider, e);
        }
    }

    private void workOff(String provider, long end) {
        int inVain = 0;
        List<Waiting> due = due(provider);
        while (!due.isEmpty()) {
            for (Waiting waiting : due) {
                inVain = attempt(waiting) ? 0 : inVain + 1;
                if (inVain >= MOST_IN_VAIN
                        || System.nanoTime() >= end
                        || Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
            due = due.size() < BATCH ? List.of() : due(provider);
        }
    }

    /** One that fails on our side must not keep the others waiting: theirs may be the last minutes of the 72 hours. */
    private boolean attempt(Waiting waiting) {
        try {
            return revoker.attempt(waiting.accountId(), waiting.id()).isPresent();
        } catch (RuntimeException e) {
            log.error("ALERT revocation {} failed on our side", waiting.id(), e);
            return false;
        }
    }

    private List<String> providers() {
        return system.call(jdbc -> jdbc.sql("select distinct r.provider " + DUE)
                .param("now", GrantRepository.utc(clock.instant()))
                .query(String.class)
                .list());
    }

    private List<Waiting> due(String provider) {
        return system.call(jdbc -> jdbc.sql("select r.id, r.account_id " + DUE
                        + " and r.provider = :provider order by r.next_attempt_at, r.id limit :most")
                .param("now", GrantRepository.utc(clock.instant()))
                .param("provider", provider)
                .param("most", BATCH)
                .query((row, _) ->
                        new Waiting(row.getObject("id", UUID.class), row.getObject("account_id", UUID.class)))
                .list());
    }
}
