package dev.concierge.server.vault;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.database.SystemScope;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Refreshes what falls due, for each provider in a {@link RefreshLine line} of its own. The job of each second sets the lines of one node going;
 * those that have more to do go on by themselves, when slots come free or the pace allows, so that a backlog is worked off on every node the job
 * came by and a provider gets all that it takes. A claim lasts half a minute; what a killed node had claimed is due again then.
 */
@Component
class RefreshSchedule {
    private static final Logger log = LoggerFactory.getLogger(RefreshSchedule.class);
    /** Longer than a call and its lease, no longer than the shortest lead: what a killed node had claimed comes round once more before its end. */
    private static final Duration CLAIM = Duration.ofSeconds(30);

    private record Due(UUID id, UUID accountId) {}

    private final SystemScope system;
    private final Catalog catalog;
    private final TokenRefresher refresher;
    private final VaultSettings settings;
    private final MeterRegistry meters;
    private final Clock clock;
    private final ConcurrentHashMap<String, RefreshLine> lines = new ConcurrentHashMap<>();

    RefreshSchedule(
            SystemScope system,
            Catalog catalog,
            TokenRefresher refresher,
            VaultSettings settings,
            MeterRegistry meters,
            Clock clock) {
        this.system = system;
        this.catalog = catalog;
        this.refresher = refresher;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    /** Begins to refresh what is due, for each provider as much as has room; does not wait for it. */
    void begin() {
        for (Provider provider : catalog.all()) {
            goOn(provider.id(), lines.computeIfAbsent(provider.id(), this::line));
        }
    }

    private RefreshLine line(String provider) {
        Pace pace = new Pace(clock);
        Gauge.builder("concierge.refresh.pace", pace, Pace::perSecond)
                .description(
                        "How many refreshes a second this node may begin on schedule; 0 while the provider is left alone")
                .tag("provider", provider)
                .register(meters);
        return new RefreshLine(settings.refreshesAtOnce(), pace);
    }

    private void goOn(String provider, RefreshLine line) {
        if (!refresher.isRunning()) {
            return;
        }
        for (Due grant : line.claim(room -> claim(provider, room))) {
            refresher.begin(grant.accountId(), grant.id(), result -> {
                if (line.ended(result)) {
                    goOn(provider, line);
                }
            });
        }
        line.wakeUp().ifPresent(wait -> later(wait).execute(() -> wake(provider, line)));
    }

    private void wake(String provider, RefreshLine line) {
        line.woken();
        try {
            goOn(provider, line);
        } catch (RuntimeException e) {
            if (refresher.isRunning()) {
                log.warn("what is due at {} waits for the next second's job", provider, e);
            }
        }
    }

    private static Executor later(Duration wait) {
        return CompletableFuture.delayedExecutor(
                wait.toMillis(),
                TimeUnit.MILLISECONDS,
                work -> Thread.ofVirtual().name("refresh-line").start(work));
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
        lost.forEach(grant -> refresher.begin(grant.accountId(), grant.id(), _ -> {}));
    }
}
