package dev.concierge.server.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.NodeCaches;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.limits.NodeLimiter;
import dev.concierge.server.web.Caller;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * The caller of a key. The usual call costs no SQL: hash, a look into memory, a token of the node's limiter. A network that guesses is refused
 * without a look after a while; keys that worked lately go on working from there.
 */
@Component
class KeyAuthentication {
    private static final Pattern FORM = Pattern.compile("ck_[A-Za-z0-9_-]{43}");
    private static final long MOST_CACHED = 100_000;
    private static final Duration LATELY = Duration.ofHours(1);

    private final SecretLookup<KeyRow> lookup;
    private final AccountGate gate;
    private final LastUse lastUse;
    private final NodeLimiter limiter;
    private final SignInLimits limits;
    private final Refusals refusals;
    private final Clock clock;
    private final Cache<TokenHash, Boolean> workedLately = Caffeine.newBuilder()
            .maximumSize(MOST_CACHED)
            .expireAfterAccess(LATELY)
            .build();

    KeyAuthentication(
            ApiKeyRepository repository,
            AuthScope auth,
            NodeCaches caches,
            AccountGate gate,
            LastUse lastUse,
            NodeLimiter limiter,
            SignInLimits limits,
            Refusals refusals,
            Clock clock) {
        this.lookup = new SecretLookup<>(
                caches.create(MOST_CACHED, KeyRow::dependsOn), hash -> auth.call(jdbc -> repository.find(jdbc, hash)));
        this.gate = gate;
        this.lastUse = lastUse;
        this.limiter = limiter;
        this.limits = limits;
        this.refusals = refusals;
        this.clock = clock;
    }

    /**
     * The caller of a key as it was presented.
     *
     * @return empty when it is malformed, unknown, revoked, expired, or its account is disabled; nobody is told which
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests} for too many calls of this key, or wrong keys from this network
     */
    Optional<Caller.Key> authenticate(String presented, Visitor visitor) {
        Secret key = Secret.of(presented);
        TokenHash hash = TokenHash.of(key);
        String network = visitor.address().network();
        if (workedLately.getIfPresent(hash) == null && !limiter.hasRoom(SignInLimits.WRONG_KEYS, network)) {
            limiter.take(SignInLimits.WRONG_KEYS, network);
        }
        Optional<KeyRow> found =
                FORM.matcher(presented).matches() ? lookup.find(key).filter(this::mayEnter) : Optional.empty();
        if (found.isEmpty()) {
            workedLately.invalidate(hash);
            limiter.tryTake(SignInLimits.WRONG_KEYS, network);
            refusals.write(AuditEvent.refused(null, "anonymous", "api_key.use", null, "no such key"), visitor);
            return Optional.empty();
        }
        workedLately.put(hash, true);
        limiter.take(limits.calls(), found.get().id().toString());
        lastUse.note(LastUse.Kind.KEY, found.get().id());
        return found.map(KeyRow::caller);
    }

    private boolean mayEnter(KeyRow key) {
        if (!clock.instant().isBefore(key.expiresAt())) {
            return false;
        }
        return switch (gate.admit(key.account(), Set.of(), EnumSet.of(Factor.API_KEY))) {
            case GateOutcome.Admitted _ -> true;
            case GateOutcome.Disabled _,
                    GateOutcome.Leaving _,
                    GateOutcome.FactorMissing _,
                    GateOutcome.EnrolmentMissing _ -> false;
        };
    }
}
