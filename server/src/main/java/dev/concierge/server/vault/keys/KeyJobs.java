package dev.concierge.server.vault.keys;

import dev.concierge.server.jobs.Job;
import dev.concierge.server.jobs.Lane;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class KeyJobs {
    @Bean
    Job reencrypt(Reencryption reencryption) {
        return Job.every(Duration.ofSeconds(2), "vault.reencrypt", Lane.MAINTENANCE, reencryption::shift);
    }
}
