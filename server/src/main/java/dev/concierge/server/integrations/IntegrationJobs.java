package dev.concierge.server.integrations;

import dev.concierge.server.authorization.AuthorizationRequests;
import dev.concierge.server.authorization.CallbackForms;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.jobs.Job;
import dev.concierge.server.jobs.Lane;
import java.time.Clock;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IntegrationJobs {
    private static final int BATCH = 500;
    private static final int MOST_BATCHES = 100;

    @Bean
    Job expireChoices(ChoiceExpiry expiry) {
        return Job.every(Duration.ofMinutes(1), "integrations.expire-choices", Lane.MAINTENANCE, expiry::work);
    }

    @Bean
    Job endStopped(StopWork work) {
        return Job.every(Duration.ofSeconds(2), "integrations.end-stopped", Lane.MAINTENANCE, work::shift);
    }

    @Bean
    Job tellEnds(EndsAhead ends) {
        return Job.every(Duration.ofHours(1), "integrations.tell-ends", Lane.MAINTENANCE, ends::tell);
    }

    /** Trips and tickets that nobody can take any more. */
    @Bean
    Job purgeTrips(SystemScope system, AuthorizationRequests requests, CallbackForms forms, Clock clock) {
        return Job.every(Duration.ofMinutes(1), "integrations.purge-trips", Lane.MAINTENANCE, () -> {
            inBatches(() -> requests.purge(BATCH));
            forms.purge();
            inBatches(() -> purgeTickets(system, clock));
        });
    }

    /** Until a batch is not full: more may have piled up than one takes. */
    private static void inBatches(IntSupplier batch) {
        int batches = 1;
        while (batch.getAsInt() >= BATCH && batches < MOST_BATCHES) {
            batches++;
        }
    }

    private static int purgeTickets(SystemScope system, Clock clock) {
        return system.call(jdbc -> jdbc.sql("""
                        delete from connect_tickets where expires_at <= (
                            select max(t.expires_at) from (select expires_at from connect_tickets where expires_at <= :now
                                                           order by expires_at limit :limit) t)
                        """)
                .param("now", IntegrationRepository.utc(clock.instant()))
                .param("limit", BATCH)
                .update());
    }
}
