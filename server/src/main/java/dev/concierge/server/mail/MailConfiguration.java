package dev.concierge.server.mail;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.jobs.Job;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.jobs.Retry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MailSettings.class)
class MailConfiguration {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int AT_ONCE = 1000;
    private static final int MOST_BATCHES = 100;

    /** Quickly at first, because somebody waits at a page; the row itself says when to give up. */
    private static final Retry PAUSES = new Retry(Duration.ofSeconds(15), Duration.ofMinutes(15), Integer.MAX_VALUE);

    @Bean
    Job sendMail(MailSend send) {
        return Job.once(Mail.SEND, PAUSES, (data, _) -> send.run(data.id(), data.accountId()));
    }

    @Bean
    Job purgeMails(MailRepository repository, SystemScope system, Clock clock) {
        return Job.every(Duration.ofHours(1), "mail.purge", Lane.MAINTENANCE, () -> {
            int batches = 1;
            while (system.call(jdbc -> repository.purge(jdbc, clock.instant().minus(KEPT), AT_ONCE)) >= AT_ONCE
                    && batches < MOST_BATCHES) {
                batches++;
            }
        });
    }
}
