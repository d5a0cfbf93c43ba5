package dev.concierge.server.audit;

import dev.concierge.server.audit.AuditCheckRepository.Place;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Verifications of the trail in the background, a slice at a time: what one node leaves, another goes on with at the last good seal. A fault is an alert. Whoever
 * can write to the database could write a result, too; {@code audit verify} on another machine, with an anchor from outside, believes nothing that stands there.
 */
@Component
public class AuditChecks {
    /** Seals between two times that the progress is written. */
    static final int SEALS_AT_ONCE = 20;

    private static final long SLICE_NANOS = Duration.ofSeconds(20).toNanos();
    private static final int KEPT = 50;

    private final AuditCheckRepository repository;
    private final AuditVerifier verifier;
    private final AuditSealer sealer;
    private final AuditTrail audit;
    private final SecurityAlerts alerts;
    private final SystemScope system;
    private final Ids ids;
    private final Clock clock;

    AuditChecks(
            AuditCheckRepository repository,
            AuditVerifier verifier,
            AuditSealer sealer,
            AuditTrail audit,
            SecurityAlerts alerts,
            SystemScope system,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.verifier = verifier;
        this.sealer = sealer;
        this.audit = audit;
        this.alerts = alerts;
        this.system = system;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Asks for one; the open one, when there is one.
     *
     * @param who as in the trail, with where they sit
     */
    public AuditCheck ask(UUID accountId, String who, AuditEvent.Subject from) {
        return system.call(jdbc -> {
            UUID id = ids.next();
            if (repository.insert(jdbc, id, who, clock.instant())) {
                audit.record(AuditEvent.done(accountId, who, "audit.verify", "check:" + id)
                        .from(from));
                repository.forgetAllBut(jdbc, KEPT);
            }
            return repository
                    .open(jdbc)
                    .map(Place::check)
                    .or(() -> repository.latest(jdbc, 1).stream().findFirst())
                    .orElseThrow(() -> new IllegalStateException("a verification went while it was asked for"));
        });
    }

    public Optional<AuditCheck> find(UUID id) {
        return system.call(jdbc -> repository.find(jdbc, id));
    }

    /** The newest first. */
    public List<AuditCheck> latest(int most) {
        return system.call(jdbc -> repository.latest(jdbc, most));
    }

    /** Goes on with the open one for a slice. */
    void work() {
        long end = System.nanoTime() + SLICE_NANOS;
        @Nullable Place place = system.call(repository::open).orElse(null);
        while (place != null && !place.check().state().over() && System.nanoTime() < end) {
            place = step(place);
        }
    }

    /** One step: some seals of one chain. */
    Place step(Place place) {
        Chain chain = Objects.requireNonNullElse(place.chain(), Chain.EVENTS);
        ChainWalk walk = verifier.begin(
                chain,
                sealer.anchors().stream()
                        .filter(anchor -> anchor.chain() == chain)
                        .toList());
        AuditFault lost = resumed(walk, chain, place);
        boolean over = lost != null || walk.go(verifier, SEALS_AT_ONCE);
        ChainReport report = lost == null ? walk.report() : walk.report().with(lost);
        Place next = after(place, chain, report, over);
        system.run(jdbc -> {
            repository.save(jdbc, next);
            if (next.check().state().over()) {
                audit.record(AuditEvent.done(
                                null,
                                "system",
                                "audit.verified",
                                "check:" + next.check().id())
                        .with("result", next.check().state().word()));
            }
        });
        if (!report.intact()) {
            alerts.raise(SecurityAlert.broken(report));
        }
        return next;
    }

    /** @return what is wrong with the seal that the walk was left at; null when nothing is, or it begins */
    private @Nullable AuditFault resumed(ChainWalk walk, Chain chain, Place place) {
        if (place.sequence() == 0) {
            return null;
        }
        Seal seal = verifier.sealAfter(chain, place.sequence() - 1);
        if (seal == null || seal.sequence() != place.sequence()) {
            return new AuditFault(AuditFault.Kind.SEAL_MISSING, place.sequence(), null);
        }
        if (!seal.mac().hex().equals(place.mac())) {
            return new AuditFault(AuditFault.Kind.SEAL_FORGED, place.sequence(), null);
        }
        walk.resume(seal, place.chainRows(), place.dropped());
        return null;
    }

    private Place after(Place before, Chain chain, ChainReport report, boolean over) {
        AuditCheck check = before.check();
        long seals = check.seals() + Math.max(0, report.seals() - before.sequence());
        long rows = check.rows() + Math.max(0, report.rows() - before.chainRows());
        Chain then = chain.next();
        AuditCheck.State state = !report.intact()
                ? AuditCheck.State.BROKEN
                : over && then == null ? AuditCheck.State.INTACT : AuditCheck.State.RUNNING;
        String found = over || !report.intact() ? (check.report() + "\n" + report).strip() : check.report();
        AuditCheck now = new AuditCheck(
                check.id(),
                check.askedBy(),
                check.askedAt(),
                state,
                check.total(),
                seals,
                rows,
                found,
                state.over() ? clock.instant() : null);
        if (over && then != null && !state.over()) {
            return new Place(now, then, 0, null, 0, 0);
        }
        Anchor anchor = report.last();
        return new Place(
                now, chain, report.seals(), anchor == null ? null : anchor.mac(), report.rows(), report.dropped());
    }
}
