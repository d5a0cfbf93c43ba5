package dev.concierge.server.identity;

import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.NodeCaches;
import dev.concierge.server.encryption.Secret;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The session of a token, when it still lives and as far as its account may come in; from this node's memory where that is fresh. */
@Component
class SessionFinder {
    private static final long MOST_CACHED = 100_000;

    /** What a token opens. */
    sealed interface Found {
        record Whole(SessionRow session) implements Found {}

        record Half(HalfSession session) implements Found {}

        record Leaving(LeavingSession session) implements Found {}

        record Nothing() implements Found {}
    }

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
    Found find(Secret token) {
        Optional<SessionRow> living = lookup.find(token)
                .filter(session -> !times.isOver(session, lastUse.latest(session.id(), session.seenAt())));
        Found found = living.map(this::judged).orElseGet(Found.Nothing::new);
        switch (found) {
            case Found.Whole _, Found.Half _, Found.Leaving _ ->
                living.ifPresent(session -> lastUse.note(LastUse.Kind.SESSION, session.id()));
            case Found.Nothing _ -> {}
        }
        return found;
    }

    private Found judged(SessionRow session) {
        return switch (gate.admit(
                session.account(), session.enrolled(), session.proofs().factors())) {
            case GateOutcome.Admitted _ -> new Found.Whole(session);
            case GateOutcome.Disabled _ -> new Found.Nothing();
            case GateOutcome.Leaving _ -> new Found.Leaving(new LeavingSession(session.caller()));
            case GateOutcome.FactorMissing(Set<Factor> oneOf) -> half(session, oneOf);
            case GateOutcome.EnrolmentMissing _ -> half(session, Set.of());
        };
    }

    private Found half(SessionRow session, Set<Factor> oneOf) {
        return new Found.Half(new HalfSession(
                session.caller(), oneOf, times.isFresh(session.proofs().latest())));
    }
}
