package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.web.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Access tokens for a signed-in browser, to try the API with. They end with the session. There is no refresh token: the session is what another one is asked
 * for with.
 */
@Component
public class BrowserTokens {
    private final TokenFamilyRepository families;
    private final SessionRepository sessions;
    private final TokenIssuer issuer;
    private final AccountScope scope;
    private final AuditTrail audit;
    private final Ids ids;
    private final Clock clock;

    BrowserTokens(
            TokenFamilyRepository families,
            SessionRepository sessions,
            TokenIssuer issuer,
            AccountScope scope,
            AuditTrail audit,
            Ids ids,
            Clock clock) {
        this.families = families;
        this.sessions = sessions;
        this.issuer = issuer;
        this.scope = scope;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    private record Ready(TokenFamily family, TokenFamilyRepository.Holder holder) {}

    /** A token of the session; empty when that ended meanwhile. Whether the proof is fresh enough is asked before. */
    public Optional<IssuedTokens> issue(Caller.Person person, Visitor visitor) {
        return scope.call(person.accountId(), jdbc -> prepare(jdbc, person, visitor))
                .map(ready -> issuer.issue(ready.family(), ready.holder(), null));
    }

    private Optional<Ready> prepare(JdbcClient jdbc, Caller.Person person, Visitor visitor) {
        Optional<SessionRepository.Proof> proof = sessions.lockProof(jdbc, person.sessionId());
        Optional<TokenFamilyRepository.Holder> holder = families.holder(jdbc, person.accountId());
        if (proof.isEmpty() || holder.isEmpty()) {
            return Optional.empty();
        }
        Optional<TokenFamily> existing = living(jdbc, person.sessionId());
        TokenFamily family =
                family(person, existing.map(TokenFamily::id).orElseGet(ids::next), proof.get(), clock.instant());
        if (existing.isPresent()) {
            families.prove(jdbc, family);
        } else {
            families.insert(jdbc, family, visitor);
        }
        audit.record(AuditEvent.done(person.accountId(), person.actor(), "token.start", "sign-in:" + family.id())
                .with("method", family.method())
                .from(visitor.subject(person.email())));
        return Optional.of(new Ready(family, holder.get()));
    }

    /** One that was ended by itself stays so: the session's next token is of a new family. */
    private Optional<TokenFamily> living(JdbcClient jdbc, UUID session) {
        Optional<TokenFamily> existing = families.lockOfSession(jdbc, session);
        existing.filter(family -> family.endedAt() != null).ifPresent(family -> families.forget(jdbc, family.id()));
        return existing.filter(family -> family.endedAt() == null);
    }

    private static TokenFamily family(Caller.Person person, UUID id, SessionRepository.Proof proof, Instant now) {
        Proofs proofs = proof.proofs();
        return new TokenFamily(
                id,
                person.accountId(),
                person.sessionId(),
                proofs.factors(),
                proof.method().orElse(SessionStarter.PASSWORD),
                proofs.latestSecond().or(proofs::latestHere).orElseGet(proofs::latest),
                null,
                null,
                0,
                now,
                proof.expiresAt(),
                null);
    }
}
