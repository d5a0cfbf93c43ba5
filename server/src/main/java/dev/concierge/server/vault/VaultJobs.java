package dev.concierge.server.vault;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.jobs.Job;
import dev.concierge.server.jobs.Lane;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class VaultJobs {
    private static final Logger log = LoggerFactory.getLogger(VaultJobs.class);

    private record Waiting(UUID id, UUID accountId) {}

    @Bean
    Job refreshDue(RefreshSchedule schedule) {
        return Job.every(Duration.ofSeconds(1), "vault.refresh-due", Lane.REFRESH, schedule::begin);
    }

    @Bean
    Job sweepIntents(RefreshSchedule schedule) {
        return Job.every(Duration.ofMinutes(1), "vault.sweep-intents", Lane.REFRESH, schedule::sweep);
    }

    @Bean
    Job revokeDue(SystemScope system, Revoker revoker, Clock clock) {
        return Job.every(
                Duration.ofSeconds(30),
                "vault.revoke-due",
                Lane.MAINTENANCE,
                () -> due(system, clock).forEach(waiting -> attempt(revoker, waiting)));
    }

    @Bean
    Job destroyDead(DeadTokens dead) {
        return Job.every(Duration.ofHours(1), "vault.destroy-dead", Lane.MAINTENANCE, dead::destroyDue);
    }

    /** One that fails on our side must not keep the others waiting: theirs may be the last minutes of the 72 hours. */
    private static void attempt(Revoker revoker, Waiting waiting) {
        try {
            revoker.attempt(waiting.accountId(), waiting.id());
        } catch (RuntimeException e) {
            log.error("ALERT revocation {} failed on our side", waiting.id(), e);
        }
    }

    private static List<Waiting> due(SystemScope system, Clock clock) {
        return system.call(jdbc -> jdbc.sql(
                        "select id, account_id from pending_revocations where next_attempt_at <= :now order by next_attempt_at limit 100")
                .param("now", GrantRepository.utc(clock.instant()))
                .query((row, _) ->
                        new Waiting(row.getObject("id", UUID.class), row.getObject("account_id", UUID.class)))
                .list());
    }
}
