package dev.concierge.server.identity;

import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.NodeCaches;
import dev.concierge.server.encryption.Secret;
import java.util.EnumSet;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The session of a token, when it still lives and its account may come in; from this node's memory where that is fresh. */
@Component
class SessionFinder {
    private static final long MOST_CACHED = 100_000;

    private final SecretLookup<SessionRow> lookup;
    private final AccountGate gate;
    private final LastUse lastUse;
    private final SessionTimes times;

    SessionFinder(
            SessionRepository repository,
            AuthScope auth,
            NodeCaches caches,
            AccountGate gate,
            LastUse lastUse,
            SessionTimes times) {
        this.lookup = new SecretLookup<>(
                caches.create(MOST_CACHED, SessionRow::dependsOn),
                hash -> auth.call(jdbc -> repository.find(jdbc, hash)));
        this.gate = gate;
        this.lastUse = lastUse;
        this.times = times;
    }

    /** Finds it and notes that it was used. */
    Optional<SessionRow> find(Secret token) {
        Optional<SessionRow> found = lookup.find(token).filter(this::mayEnter);
        found.ifPresent(session -> lastUse.note(LastUse.Kind.SESSION, session.id()));
        return found;
    }

    private boolean mayEnter(SessionRow session) {
        if (times.isOver(session, lastUse.latest(session.id(), session.seenAt()))) {
            return false;
        }
        return switch (gate.admit(session.account(), EnumSet.of(Factor.PASSWORD))) {
            case GateOutcome.Admitted _ -> true;
            case GateOutcome.Disabled _, GateOutcome.FactorMissing _ -> false;
        };
    }
}
