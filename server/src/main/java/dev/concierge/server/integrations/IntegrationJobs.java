package dev.concierge.server.integrations;

import dev.concierge.server.authorization.AuthorizationRequests;
import dev.concierge.server.authorization.CallbackForms;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.jobs.Job;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.vault.Vault;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IntegrationJobs {
    private static final int BATCH = 500;
    private static final int MOST_BATCHES = 100;

    private record Expired(UUID id, UUID accountId) {}

    /** Choices that waited too long: their tokens are ended at the provider where that ends nothing else. */
    @Bean
    Job expireChoices(SystemScope system, Choices choices, Vault vault, Clock clock) {
        return Job.every(Duration.ofMinutes(1), "integrations.expire-choices", Lane.MAINTENANCE, () -> {
            for (Expired pending : expired(system, clock)) {
                choices.expire(pending.accountId(), pending.id())
                        .ifPresent(revocation -> vault.revoke(pending.accountId(), revocation));
            }
        });
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

    private static List<Expired> expired(SystemScope system, Clock clock) {
        return system.call(jdbc -> jdbc.sql(
                        "select id, account_id from pending_grants where expires_at <= :now limit :limit")
                .param("now", IntegrationRepository.utc(clock.instant()))
                .param("limit", BATCH)
                .query((row, _) ->
                        new Expired(row.getObject("id", UUID.class), row.getObject("account_id", UUID.class)))
                .list());
    }
}
