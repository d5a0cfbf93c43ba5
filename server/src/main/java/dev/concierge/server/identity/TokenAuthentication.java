package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.NodeCache;
import dev.concierge.server.database.NodeCaches;
import dev.concierge.server.limits.NodeLimiter;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Role;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The caller of an access token. The usual call costs a signature's check and a look into memory: whether the sign-in goes on, the account is active, and nothing of it
 * changed since the token was signed, is known there within a second of any change.
 */
@Component
class TokenAuthentication {
    private static final long MOST_CACHED = 100_000;

    private final AccessTokens tokens;
    private final NodeCache<UUID, TokenFamilyRepository.Living> cache;
    private final TokenFamilyRepository repository;
    private final AuthScope auth;
    private final AccountGate gate;
    private final SessionTimes times;
    private final NodeLimiter limiter;
    private final SignInLimits limits;
    private final Refusals refusals;
    private final SignInMeters meters;
    private final Clock clock;

    TokenAuthentication(
            AccessTokens tokens,
            TokenFamilyRepository repository,
            AuthScope auth,
            NodeCaches caches,
            AccountGate gate,
            SessionTimes times,
            NodeLimiter limiter,
            SignInLimits limits,
            Refusals refusals,
            SignInMeters meters,
            Clock clock) {
        this.tokens = tokens;
        this.repository = repository;
        this.auth = auth;
        this.cache = caches.create(MOST_CACHED, TokenFamilyRepository.Living::dependsOn);
        this.gate = gate;
        this.times = times;
        this.limiter = limiter;
        this.limits = limits;
        this.refusals = refusals;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * The caller of a token as it was presented.
     *
     * @return empty whatever is wrong with it; nobody is told what
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests} for too many calls of one sign-in, or invented tokens from this
     *     network
     */
    Optional<Caller.Token> authenticate(String presented, Visitor visitor) {
        return switch (tokens.check(presented)) {
            case AccessTokens.Checked.Good(AccessClaims claims) -> admitted(claims, visitor);
            case AccessTokens.Checked.Refused(TokenFault fault) -> refused(fault, visitor);
        };
    }

    private Optional<Caller.Token> admitted(AccessClaims claims, Visitor visitor) {
        TokenFamilyRepository.Living living =
                cache.get(claims.familyId(), id -> auth.call(jdbc -> repository.find(jdbc, id)));
        if (living == null || !goesOn(living, claims)) {
            return refused(TokenFault.OVER, visitor);
        }
        meters.accessToken("good");
        limiter.take(limits.calls(), claims.familyId().toString());
        Account account = living.account();
        return Optional.of(new Caller.Token(new Caller.Person(
                account.id(), role(account, claims), account.name(), account.email(), claims.familyId())));
    }

    private boolean goesOn(TokenFamilyRepository.Living living, AccessClaims claims) {
        if (!living.account().id().equals(claims.accountId())
                || living.epoch() != claims.epoch()
                || !clock.instant().isBefore(living.expiresAt())) {
            return false;
        }
        return switch (gate.admit(living.account(), living.enrolled(), living.proved())) {
            case GateOutcome.Admitted _ -> true;
            case GateOutcome.Disabled _,
                    GateOutcome.Leaving _,
                    GateOutcome.FactorMissing _,
                    GateOutcome.EnrolmentMissing _ -> false;
        };
    }

    /** A program administers only while its person's proof is as fresh as a page would ask for; afterwards it is an ordinary user (J-14). */
    private Role role(Account account, AccessClaims claims) {
        return times.isFresh(claims.provedAt()) || Role.USER.covers(account.role()) ? account.role() : Role.USER;
    }

    private Optional<Caller.Token> refused(TokenFault fault, Visitor visitor) {
        meters.accessToken(fault.word());
        if (fault.invented()) {
            limiter.take(SignInLimits.WRONG_KEYS, visitor.address().network());
            refusals.write(AuditEvent.refused(null, "anonymous", "access_token.use", null, "not one of ours"), visitor);
        }
        return Optional.empty();
    }
}
