package dev.concierge.server.gateway;

import dev.concierge.server.jobs.Job;
import dev.concierge.server.jobs.Lane;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class GatewayJobs {
    private static final int AT_ONCE = 1000;
    private static final int MOST_BATCHES = 100;

    /** Deletes answers whose day is over, in batches. */
    @Bean
    Job purgeAnswers(IdempotencyKeys keys) {
        return Job.every(Duration.ofMinutes(10), "gateway.purge-answers", Lane.MAINTENANCE, () -> {
            int batches = 1;
            while (keys.purge(AT_ONCE) >= AT_ONCE && batches < MOST_BATCHES) {
                batches++;
            }
        });
    }
}
