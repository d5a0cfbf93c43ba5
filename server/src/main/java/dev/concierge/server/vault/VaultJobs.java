package dev.concierge.server.vault;

import dev.concierge.server.jobs.Job;
import dev.concierge.server.jobs.Lane;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class VaultJobs {
    @Bean
    Job refreshDue(RefreshSchedule schedule) {
        return Job.every(Duration.ofSeconds(1), "vault.refresh-due", Lane.REFRESH, schedule::begin);
    }

    @Bean
    Job sweepIntents(RefreshSchedule schedule) {
        return Job.every(Duration.ofMinutes(1), "vault.sweep-intents", Lane.REFRESH, schedule::sweep);
    }

    @Bean
    Job revokeDue(RevocationLines lines) {
        return Job.every(Duration.ofSeconds(5), "vault.revoke-due", Lane.MAINTENANCE, lines::shift);
    }

    @Bean
    Job destroyDead(DeadTokens dead) {
        return Job.every(Duration.ofHours(1), "vault.destroy-dead", Lane.MAINTENANCE, dead::destroyDue);
    }
}
