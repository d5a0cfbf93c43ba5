package dev.concierge.server.sync;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.jobs.JobKind;
import dev.concierge.server.jobs.Jobs;
import dev.concierge.server.jobs.Lane;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The sync lane's work. A provider has so many workers over all nodes, each a job instance of its own, and a worker takes one due stream of its
 * provider after the other: one that hangs holds up its own workers only.
 */
@Component
class SyncWorker {
    /** @param provider whose streams to run */
    record Work(String provider) {}

    static final JobKind<Work> WORK = new JobKind<>("sync.work", Lane.SYNC, Work.class);

    private final Jobs jobs;
    private final SystemScope system;
    private final ClaimRepository claims;
    private final SyncEngine engine;
    private final Streams streams;
    private final SyncSettings settings;
    private final Clock clock;
    private volatile boolean stopping;

    SyncWorker(
            Jobs jobs,
            SystemScope system,
            ClaimRepository claims,
            SyncEngine engine,
            Streams streams,
            SyncSettings settings,
            Clock clock) {
        this.jobs = jobs;
        this.system = system;
        this.claims = claims;
        this.engine = engine;
        this.streams = streams;
        this.settings = settings;
        this.clock = clock;
    }

    /** Gives each provider as many workers as it has due streams, up to its limit. */
    void dispatch() {
        for (String provider : streams.providers()) {
            int wanted = claims.due(provider, settings.providerConcurrency());
            if (wanted > 0) {
                system.run(_ -> {
                    for (int number = 1; number <= wanted; number++) {
                        jobs.schedule(WORK, provider + ":" + number, new Work(provider));
                    }
                });
            }
        }
    }

    /** Has a worker look at once, after the open transaction; one that is busy looks again when it is done. */
    void wake(String provider, UUID integrationId) {
        int number = Math.floorMod(integrationId.hashCode(), settings.providerConcurrency()) + 1;
        jobs.schedule(WORK, provider + ":" + number, new Work(provider));
    }

    /** Runs due streams of the provider until there is none, or the worker's time is up. */
    void work(Work work) {
        Instant until = clock.instant().plus(settings.slice());
        while (!timeUp(until)) {
            Optional<Claim> claim = claims.next(work.provider(), settings.lease());
            if (claim.isEmpty()) {
                return;
            }
            engine.run(claim.get(), () -> timeUp(until));
        }
    }

    private boolean timeUp(Instant until) {
        return stopping || !clock.instant().isBefore(until);
    }

    /** Runs end at the next page, before the lanes stop. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping = true;
    }
}
