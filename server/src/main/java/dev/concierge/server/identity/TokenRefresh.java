package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.Signer;
import dev.concierge.server.limits.NodeLimiter;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Exchanges a refresh token for its successor and an access token (RFC 6749 section 6), and takes one back (RFC 7009). */
@Component
public class TokenRefresh {
    private final TokenFamilyRepository repository;
    private final TokenFamilies families;
    private final RefreshRules rules;
    private final AccountGate gate;
    private final EnrolledFactors enrolled;
    private final TokenIssuer issuer;
    private final AccountScope scope;
    private final AuthScope auth;
    private final NodeLimiter limiter;
    private final Refusals refusals;
    private final SignInMeters meters;
    private final Clock clock;

    TokenRefresh(
            TokenFamilyRepository repository,
            TokenFamilies families,
            Signer signer,
            TokenSettings settings,
            AccountGate gate,
            EnrolledFactors enrolled,
            TokenIssuer issuer,
            AccountScope scope,
            AuthScope auth,
            NodeLimiter limiter,
            Refusals refusals,
            SignInMeters meters,
            Clock clock) {
        this.repository = repository;
        this.families = families;
        this.rules = new RefreshRules(signer, settings.refreshIdle());
        this.gate = gate;
        this.enrolled = enrolled;
        this.issuer = issuer;
        this.scope = scope;
        this.auth = auth;
        this.limiter = limiter;
        this.refusals = refusals;
        this.meters = meters;
        this.clock = clock;
    }

    /** What the transaction gave. */
    private sealed interface Step {
        record Given(TokenFamily family, TokenFamilyRepository.Holder holder, RefreshToken token) implements Step {}

        /** @param word for the metrics */
        record Not(String word) implements Step {}
    }

    /**
     * Refreshes. However many ask at once, on however many nodes, a token has one successor.
     *
     * @param client null when the client sent no key
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests} for wrong tokens from this network
     */
    public RefreshOutcome refresh(Secret presented, @Nullable ClientKey client, Visitor visitor) {
        String network = visitor.address().network();
        if (!limiter.hasRoom(SignInLimits.WRONG_KEYS, network)) {
            limiter.take(SignInLimits.WRONG_KEYS, network);
        }
        Step step = find(presented)
                .<Step>map(found -> step(found.token(), found.account(), client, visitor))
                .orElseGet(() -> new Step.Not("unknown"));
        return switch (step) {
            case Step.Given given -> {
                meters.refresh("refreshed");
                yield new RefreshOutcome.Refreshed(issuer.issue(given.family(), given.holder(), given.token()));
            }
            case Step.Not not -> {
                meters.refresh(not.word());
                limiter.tryTake(SignInLimits.WRONG_KEYS, network);
                refusals.write(AuditEvent.refused(null, "anonymous", "token.refresh", null, not.word()), visitor);
                yield new RefreshOutcome.Refused();
            }
        };
    }

    /** Ends the sign-in of a refresh token, also of one that was used before. What is no token of ours changes nothing (RFC 7009 section 2.2). */
    public void out(Secret presented, Visitor visitor) {
        find(presented)
                .ifPresent(found -> peek(found.token(), found.account())
                        .map(family -> rules.follow(found.token(), family.number()))
                        .ifPresent(reached -> out(found.account(), reached, visitor)));
    }

    private void out(Account account, RefreshToken reached, Visitor visitor) {
        scope.run(account.id(), jdbc -> {
            Optional<TokenFamily> family = repository.lock(jdbc, reached.familyId());
            if (family.isPresent() && rules.isOurs(family.get(), reached)) {
                families.signOut(account.id(), family.get().id(), visitor);
            }
        });
    }

    /** Ends the sign-in that an access token belongs to. */
    public void out(UUID accountId, UUID familyId, Visitor visitor) {
        scope.run(accountId, _ -> families.signOut(accountId, familyId, visitor));
    }

    private record Found(RefreshToken token, Account account) {}

    private Optional<Found> find(Secret presented) {
        return RefreshToken.parse(presented)
                .flatMap(token -> Optional.ofNullable(auth.<TokenFamilyRepository.@Nullable Living>call(
                                jdbc -> repository.find(jdbc, token.familyId())))
                        .map(living -> new Found(token, living.account())));
    }

    private Optional<TokenFamily> peek(RefreshToken token, Account account) {
        return scope.call(account.id(), jdbc -> repository.peek(jdbc, token.familyId()));
    }

    /**
     * The family's latest token as it follows from this one, before anything is locked: whoever knows no more than a family's id could else keep its row and a connection
     * for as long as fifty thousand steps take.
     *
     * @return empty when it is no token of the family
     */
    private Optional<RefreshToken> reached(RefreshToken token, Account account, Instant now) {
        Optional<TokenFamily> family = peek(token, account);
        if (family.filter(found -> !rules.isOver(found, now)).isEmpty()) {
            return family.map(_ -> token);
        }
        RefreshToken reached = rules.follow(token, family.get().number());
        return rules.isOurs(family.get(), reached) ? Optional.of(reached) : Optional.empty();
    }

    private Step step(RefreshToken token, Account account, @Nullable ClientKey client, Visitor visitor) {
        Instant now = clock.instant();
        return reached(token, account, now)
                .map(reached -> step(token, reached, account, client, visitor, now))
                .orElseGet(() -> new Step.Not("unknown"));
    }

    private Step step(
            RefreshToken token,
            RefreshToken reached,
            Account account,
            @Nullable ClientKey client,
            Visitor visitor,
            Instant now) {
        return scope.call(account.id(), jdbc -> {
            Optional<TokenFamily> family = repository.lock(jdbc, token.familyId());
            if (family.isEmpty()) {
                return new Step.Not("unknown");
            }
            RefreshRules.Verdict verdict =
                    rules.judge(family.get(), token, reached, client == null ? null : client.hash(), now);
            return switch (verdict) {
                case RefreshRules.Verdict.Next(RefreshToken successor) -> give(jdbc, family.get(), successor, now);
                case RefreshRules.Verdict.Same(RefreshToken successor) -> give(jdbc, family.get(), successor, null);
                case RefreshRules.Verdict.Stolen(String reason) -> {
                    families.stolen(account, token.familyId(), reason, visitor);
                    yield new Step.Not("reused");
                }
                case RefreshRules.Verdict.Over _ -> new Step.Not("over");
                case RefreshRules.Verdict.Unknown _ -> new Step.Not("unknown");
            };
        });
    }

    /** @param now null when the successor was given out before */
    private Step give(JdbcClient jdbc, TokenFamily family, RefreshToken successor, @Nullable Instant now) {
        Optional<TokenFamilyRepository.Holder> holder = repository.holder(jdbc, family.accountId());
        if (holder.isEmpty() || !admits(holder.get().account(), family)) {
            return new Step.Not("refused");
        }
        if (now != null) {
            repository.advance(jdbc, family.id(), successor, now);
        }
        return new Step.Given(family, holder.get(), successor);
    }

    private boolean admits(Account account, TokenFamily family) {
        return switch (gate.admit(account, enrolled.of(account.id()), family.proved())) {
            case GateOutcome.Admitted _ -> true;
            case GateOutcome.Disabled _,
                    GateOutcome.Leaving _,
                    GateOutcome.FactorMissing _,
                    GateOutcome.EnrolmentMissing _ -> false;
        };
    }
}
