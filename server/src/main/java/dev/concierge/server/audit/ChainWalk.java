package dev.concierge.server.audit;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One walk along a chain, seal by seal, until its end or the first fault. */
final class ChainWalk {
    private static final int TAIL_BATCH = 5_000;

    private final Chain chain;
    private final List<Anchor> anchors;
    private final Instant keptSince;
    private final Set<Anchor> met = new HashSet<>();
    private long sequence;
    private long rows;
    private long dropped;
    private long unsealed;
    private Code previous = Seal.beforeFirst();
    private Place place = Place.START;
    private @Nullable Anchor last;
    private @Nullable AuditFault fault;

    /** @param keptSince rows from this time on must all be there */
    ChainWalk(Chain chain, List<Anchor> anchors, Instant keptSince) {
        this.chain = chain;
        this.anchors = List.copyOf(anchors);
        this.keptSince = keptSince;
    }

    ChainReport walk(AuditVerifier trail) {
        boolean over = false;
        while (!over) {
            over = go(trail, Integer.MAX_VALUE);
        }
        return report();
    }

    /** Takes up a walk that another process left here. Seals up to this one were looked at, and anchors in them. */
    void resume(Seal seal, long rowsSoFar, long droppedSoFar) {
        step(seal);
        rows = rowsSoFar;
        dropped = droppedSoFar;
        anchors.stream().filter(anchor -> anchor.sequence() <= sequence).forEach(met::add);
    }

    /** Goes on along so many seals at most, or to the end. @return whether the walk is over */
    boolean go(AuditVerifier trail, int most) {
        for (int seals = 0; seals < most && fault == null; seals++) {
            Seal seal = trail.sealAfter(chain, sequence);
            if (seal == null) {
                fault = cut();
                if (fault == null) {
                    fault = tail(trail);
                }
                return true;
            }
            fault = link(seal, trail);
            if (fault == null) {
                fault = seal.rows().isEmpty() ? gone(seal) : content(seal, trail);
            }
            if (fault == null) {
                step(seal);
            }
        }
        return fault != null;
    }

    /** What was found so far. */
    ChainReport report() {
        return new ChainReport(chain, sequence, rows, dropped, unsealed, last, fault);
    }

    private @Nullable AuditFault link(Seal seal, AuditVerifier trail) {
        if (seal.sequence() != sequence + 1) {
            return new AuditFault(AuditFault.Kind.SEAL_MISSING, seal.sequence(), null);
        }
        if (!seal.isGenuine(previous, trail.signer())) {
            return new AuditFault(AuditFault.Kind.SEAL_FORGED, seal.sequence(), null);
        }
        for (Anchor anchor : anchors) {
            if (anchor.sequence() == seal.sequence()) {
                if (!anchor.fits(seal)) {
                    return new AuditFault(AuditFault.Kind.CUT, seal.sequence(), null);
                }
                met.add(anchor);
            }
        }
        return null;
    }

    private void step(Seal seal) {
        sequence = seal.sequence();
        previous = seal.mac();
        place = seal.last();
        last = seal.anchor();
    }

    /** The rows of the seal were dropped with their day: right for vends past their time only. */
    private @Nullable AuditFault gone(Seal seal) {
        if (chain != Chain.VENDS || seal.oldest().isAfter(keptSince)) {
            return new AuditFault(AuditFault.Kind.DROPPED_EARLY, seal.sequence(), null);
        }
        dropped += seal.rowCount();
        return null;
    }

    private @Nullable AuditFault content(Seal seal, AuditVerifier trail) {
        SealedRows expected = seal.rows();
        // One more than expected, so that a row put in at the end shows.
        List<TrailRow> actual = trail.rowsBetween(chain, place, seal.last(), expected.size() + 1);
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            AuditFault found = row(seal, i, actual, trail);
            if (found != null) {
                return found;
            }
        }
        rows += expected.size();
        return null;
    }

    private @Nullable AuditFault row(Seal seal, int index, List<TrailRow> actual, AuditVerifier trail) {
        SealedRows expected = seal.rows();
        TrailRow found = index < actual.size() ? actual.get(index) : null;
        UUID wanted = index < expected.size() ? expected.id(index) : null;
        if (found != null && found.row().place().id().equals(wanted)) {
            return sameRow(seal, found, expected.hash(index));
        }
        if (found != null && !ids(expected).contains(found.row().place().id())) {
            return new AuditFault(
                    AuditFault.Kind.INSERTED,
                    seal.sequence(),
                    found.row().place().id());
        }
        UUID lost = wanted == null && found != null ? found.row().place().id() : wanted;
        boolean elsewhere = lost != null && trail.exists(chain, lost);
        return new AuditFault(elsewhere ? AuditFault.Kind.MOVED : AuditFault.Kind.MISSING, seal.sequence(), lost);
    }

    private static @Nullable AuditFault sameRow(Seal seal, TrailRow found, Code hash) {
        UUID id = found.row().place().id();
        if (!found.isGenuine() || !found.row().hash().equals(hash)) {
            return new AuditFault(AuditFault.Kind.CHANGED, seal.sequence(), id);
        }
        return found.subjectFits() ? null : new AuditFault(AuditFault.Kind.SUBJECT_CHANGED, seal.sequence(), id);
    }

    private static Set<UUID> ids(SealedRows rows) {
        return java.util.stream.IntStream.range(0, rows.size())
                .mapToObj(rows::id)
                .collect(Collectors.toSet());
    }

    /** An anchor beyond the end: seals were cut off. */
    private @Nullable AuditFault cut() {
        return anchors.stream()
                .filter(anchor -> !met.contains(anchor))
                .findFirst()
                .map(anchor -> new AuditFault(AuditFault.Kind.CUT, anchor.sequence(), null))
                .orElse(null);
    }

    /** Rows that no seal covers yet are at least ours, each by itself. */
    private @Nullable AuditFault tail(AuditVerifier trail) {
        List<TrailRow> batch = trail.rowsBetween(chain, place, null, TAIL_BATCH);
        while (!batch.isEmpty()) {
            for (TrailRow row : batch) {
                UUID id = row.row().place().id();
                if (!row.isGenuine()) {
                    return new AuditFault(AuditFault.Kind.INSERTED, sequence + 1, id);
                }
                if (!row.subjectFits()) {
                    return new AuditFault(AuditFault.Kind.SUBJECT_CHANGED, sequence + 1, id);
                }
            }
            unsealed += batch.size();
            batch = trail.rowsBetween(chain, batch.getLast().row().place(), null, TAIL_BATCH);
        }
        return null;
    }
}
