package dev.concierge.server.vault;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * Refreshes what falls due. Each provider has its own slots: due grants are claimed only as far as slots are free, so a provider that hangs
 * fills its own and delays nobody else. A claim lasts a minute; what a killed node had claimed is due again then.
 */
@Component
class RefreshSchedule {
    private static final int SLOTS = 16;
    private static final Duration CLAIM = Duration.ofMinutes(1);

    private record Due(UUID id, UUID accountId) {}

    private final SystemScope system;
    private final Catalog catalog;
    private final TokenRefresher refresher;
    private final Clock clock;
    private final ConcurrentHashMap<String, Semaphore> slots = new ConcurrentHashMap<>();

    RefreshSchedule(SystemScope system, Catalog catalog, TokenRefresher refresher, Clock clock) {
        this.system = system;
        this.catalog = catalog;
        this.refresher = refresher;
        this.clock = clock;
    }

    /** Begins to refresh what is due, for each provider as much as has room; does not wait for it. */
    void begin() {
        for (Provider provider : catalog.all()) {
            Semaphore free = slots.computeIfAbsent(provider.id(), _ -> new Semaphore(SLOTS));
            int room = free.drainPermits();
            List<Due> due = room == 0 ? List.of() : claim(provider.id(), room);
            free.release(room - due.size());
            due.forEach(grant -> refresher.begin(grant.accountId(), grant.id(), free::release));
        }
    }

    private List<Due> claim(String provider, int atMost) {
        return system.call(jdbc -> jdbc.sql("""
                        update grants set refresh_due_at = :later
                        where id in (select id from grants where provider = :provider and refresh_due_at <= :now
                                     order by refresh_due_at limit :limit for update skip locked)
                        returning id, account_id
                        """)
                .param("later", GrantRepository.utc(clock.instant().plus(CLAIM)))
                .param("provider", provider)
                .param("now", GrantRepository.utc(clock.instant()))
                .param("limit", atMost)
                .query((row, _) -> new Due(row.getObject("id", UUID.class), row.getObject("account_id", UUID.class)))
                .list());
    }

    /**
     * Takes up refreshes that nobody speaks for: their node died, or could not store within the deadline. Each leaves this list by that; a lost answer
     * that waits for something is taken up by the schedule.
     */
    void sweep() {
        List<Due> lost = system.call(jdbc -> jdbc.sql(
                        "select grant_id, account_id from refresh_intents where deadline < clock_timestamp() and not answer_lost order by deadline limit 200")
                .query((row, _) ->
                        new Due(row.getObject("grant_id", UUID.class), row.getObject("account_id", UUID.class)))
                .list());
        lost.forEach(grant -> refresher.begin(grant.accountId(), grant.id(), () -> {}));
    }
}
