package dev.concierge.server.sync;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** "Sync now": somebody does not want to wait for the schedule. */
@Component
public class SyncRequests {
    private final AccountScope accounts;
    private final SyncWorker worker;
    private final AuditTrail audit;
    private final Clock clock;

    SyncRequests(AccountScope accounts, SyncWorker worker, AuditTrail audit, Clock clock) {
        this.accounts = accounts;
        this.worker = worker;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Makes every stream of an integration due now; one that runs already runs once more. A pause that the provider asked for is kept.
     *
     * @param actor for the trail, such as {@code person:<id>}
     * @return how many streams; 0 when it has none, or is not there
     */
    public int one(UUID accountId, String actor, UUID integrationId) {
        return accounts.call(accountId, jdbc -> ask(jdbc, accountId, actor, integrationId));
    }

    /** {@link #one} for all of the account's integrations. */
    public int all(UUID accountId, String actor) {
        return accounts.call(accountId, jdbc -> {
            List<UUID> integrations = StreamRepository.all(jdbc).stream()
                    .map(StreamRow::integrationId)
                    .distinct()
                    .toList();
            return integrations.stream()
                    .mapToInt(integration -> ask(jdbc, accountId, actor, integration))
                    .sum();
        });
    }

    private int ask(JdbcClient jdbc, UUID accountId, String actor, UUID integrationId) {
        int asked = StreamRepository.ask(jdbc, integrationId, clock.instant());
        if (asked > 0) {
            StreamRepository.of(jdbc, integrationId).stream()
                    .map(StreamRow::provider)
                    .collect(Collectors.toSet())
                    .forEach(provider -> worker.wake(provider, integrationId));
            audit.record(AuditEvent.done(accountId, actor, "sync.now", "integration:" + integrationId)
                    .with("streams", Integer.toString(asked)));
        }
        return asked;
    }
}
