package dev.concierge.server.integrations;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.vault.Vault;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Ends choices that waited too long: their tokens are ended at the provider where that ends nothing else. */
@Component
class ChoiceExpiry {
    private static final int BATCH = 500;

    private record Expired(UUID id, UUID accountId) {}

    private final SystemScope system;
    private final Choices choices;
    private final Vault vault;
    private final Clock clock;

    ChoiceExpiry(SystemScope system, Choices choices, Vault vault, Clock clock) {
        this.system = system;
        this.choices = choices;
        this.vault = vault;
        this.clock = clock;
    }

    /** Some of those that are over; more are left to the next time. */
    void work() {
        for (Expired pending : expired()) {
            choices.expire(pending.accountId(), pending.id())
                    .ifPresent(revocation -> vault.revoke(pending.accountId(), revocation));
        }
    }

    private List<Expired> expired() {
        return system.call(jdbc -> jdbc.sql(
                        "select id, account_id from pending_grants where expires_at <= :now limit :limit")
                .param("now", IntegrationRepository.utc(clock.instant()))
                .param("limit", BATCH)
                .query((row, _) ->
                        new Expired(row.getObject("id", UUID.class), row.getObject("account_id", UUID.class)))
                .list());
    }
}
