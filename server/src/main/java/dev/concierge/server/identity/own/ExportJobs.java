package dev.concierge.server.identity.own;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.jobs.Job;
import dev.concierge.server.jobs.Lane;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes exports, and deletes those that are over. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class ExportJobs {
    /** Few at once: each takes its pieces with it. */
    private static final int AT_ONCE = 50;

    @Bean
    Job makeExport(Exports exports) {
        return Job.once(Exports.MAKE, (data, _) -> exports.make(data));
    }

    @Bean
    Job purgeExports(ExportRepository exports, SystemScope system, Clock clock) {
        return Job.every(Duration.ofMinutes(10), "identity.purge-exports", Lane.MAINTENANCE, () -> {
            int deleted = AT_ONCE;
            while (deleted == AT_ONCE && !Thread.currentThread().isInterrupted()) {
                deleted = system.call(jdbc -> exports.purge(jdbc, clock.instant(), AT_ONCE));
            }
        });
    }
}
