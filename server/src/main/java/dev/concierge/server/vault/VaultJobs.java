package dev.concierge.server.vault;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.jobs.Job;
import dev.concierge.server.jobs.Lane;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class VaultJobs {
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
                () -> due(system, clock).forEach(waiting -> revoker.attempt(waiting.accountId(), waiting.id())));
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
