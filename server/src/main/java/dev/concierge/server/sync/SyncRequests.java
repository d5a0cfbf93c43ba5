package dev.concierge.server.sync;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    private final Ids ids;
    private final Clock clock;

    SyncRequests(AccountScope accounts, SyncWorker worker, AuditTrail audit, Ids ids, Clock clock) {
        this.accounts = accounts;
        this.worker = worker;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A run that will be made.
     *
     * @param runId its id from now on
     */
    public record Wanted(UUID runId, UUID integrationId, String stream) {}

    /**
     * Makes every stream of an integration due now; one that runs already runs once more. A pause that the provider asked for is kept; streams that
     * rest, or whose scope was not granted, are passed over.
     *
     * @param actor for the trail, such as {@code person:<id>}
     * @return the runs; none when it has no streams, or is not there
     */
    public List<Wanted> one(UUID accountId, String actor, UUID integrationId) {
        return accounts.call(accountId, jdbc -> ask(jdbc, accountId, actor, StreamRepository.of(jdbc, integrationId)));
    }

    /** {@link #one} for all of the account's integrations. */
    public List<Wanted> all(UUID accountId, String actor) {
        return accounts.call(
                accountId,
                jdbc -> StreamRepository.all(jdbc).stream()
                        .collect(Collectors.groupingBy(
                                StreamRow::integrationId, LinkedHashMap::new, Collectors.toList()))
                        .values()
                        .stream()
                        .flatMap(streams -> ask(jdbc, accountId, actor, streams).stream())
                        .toList());
    }

    /** Of one integration. */
    private List<Wanted> ask(JdbcClient jdbc, UUID accountId, String actor, List<StreamRow> streams) {
        List<Wanted> wanted = new ArrayList<>();
        for (StreamRow stream : streams) {
            StreamRepository.ask(jdbc, stream.id(), ids.next(), clock.instant())
                    .ifPresent(run -> wanted.add(new Wanted(run, stream.integrationId(), stream.name())));
        }
        if (!wanted.isEmpty()) {
            UUID integrationId = streams.getFirst().integrationId();
            worker.wake(streams.getFirst().provider(), integrationId);
            audit.record(AuditEvent.done(accountId, actor, "sync.now", "integration:" + integrationId)
                    .with("streams", Integer.toString(wanted.size())));
        }
        return wanted;
    }
}
