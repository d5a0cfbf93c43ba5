package dev.concierge.sandbox;

import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The refresh tokens of one provider: issue, use, rotation, grace, reuse, cap. Every use is one atomic step. */
public final class RefreshTokens {
    private static final int SWEEP_EVERY = 10_000;
    private static final Duration DEAD_ARE_KEPT = Duration.ofDays(7);

    private final Store store;
    private final Clock clock;
    private final Secrets secrets;
    private final Grants grants;
    private final Supplier<String> newValue;
    private final LongSupplier cap;
    private final Table<RefreshToken> tokens;
    private final Table<Instant> endedFamilies;
    private long rotated;

    /**
     * @param newValue makes values in the provider's own form
     * @param cap how many live ones a person may have at one client; one more ends the oldest without a word
     */
    public RefreshTokens(String provider, Shared shared, Grants grants, LongSupplier cap, Supplier<String> newValue) {
        this.store = shared.store();
        this.clock = shared.clock();
        this.secrets = shared.secrets();
        this.grants = grants;
        this.newValue = newValue;
        this.cap = cap;
        this.tokens = store.table(provider + ".refresh_tokens", RefreshToken.class);
        this.endedFamilies = store.table(provider + ".ended_families", Instant.class);
    }

    /** What came of a refresh. */
    public sealed interface Use {
        /** The token was good; {@code next} is its successor when the provider rotates. */
        record Accepted(RefreshToken token, @Nullable RefreshToken next) implements Use {}

        record Refused(String why) implements Use {}
    }

    /** Makes the first refresh token of a consent. */
    public RefreshToken issue(Grant grant, String clientId, List<String> scopes) {
        return store.change(() -> add(grant, clientId, scopes, Randoms.base64Url(12)));
    }

    /** Uses a token that {@code client} brought. */
    public Use use(String value, Client client, RefreshRules rules) {
        return store.change(() -> {
            var now = clock.instant();
            var token = tokens.get(value);
            var why = refusal(token, client, rules, now);
            if (token == null || why != null) {
                return new Use.Refused(why == null ? "unknown" : why);
            }
            return new Use.Accepted(token, rules.rotate() ? rotate(token, rules, now) : keep(token, now));
        });
    }

    public Optional<RefreshToken> find(String value) {
        return Optional.ofNullable(tokens.get(value));
    }

    /** Whether the token would still be accepted, without using it. */
    public boolean alive(RefreshToken token, RefreshRules rules) {
        return store.change(() -> deathOf(token, rules, clock.instant()) == null);
    }

    /** What this client could still use of what it got for this person. */
    public List<RefreshToken> living(String account, String clientId, RefreshRules rules) {
        return store.change(() -> tokens.all().stream()
                .filter(token ->
                        token.account().equals(account) && token.clientId().equals(clientId))
                .filter(token -> deathOf(token, rules, clock.instant()) == null)
                .toList());
    }

    /** Ends one token and nothing else; an unknown one is left alone. */
    public void end(String value) {
        store.change(() -> find(value)
                .ifPresent(
                        token -> endWhere(token.account(), each -> each.value().equals(value))));
    }

    /** Ends every token, access tokens too, that came out of one consent through rotation. */
    public void endFamily(String family) {
        store.change(() -> endedFamilies.put(family, clock.instant()));
    }

    /** Ends those live tokens of a person that the rule names; returns how many. */
    public int endWhere(String account, Predicate<RefreshToken> rule) {
        return store.change(() -> grants.of(account).stream()
                .mapToInt(grant -> endWhere(grant, rule))
                .sum());
    }

    private int endWhere(Grant grant, Predicate<RefreshToken> rule) {
        int ended = 0;
        var left = grant;
        for (var client : grant.refreshTokens().entrySet()) {
            var live = new ArrayList<>(client.getValue());
            live.removeIf(value -> find(value).filter(rule).isPresent());
            client.getValue().stream().filter(value -> !live.contains(value)).forEach(tokens::remove);
            ended += client.getValue().size() - live.size();
            left = left.with(client.getKey(), live);
        }
        grants.put(left);
        return ended;
    }

    boolean familyEnded(String family) {
        return endedFamilies.get(family) != null;
    }

    private @Nullable String refusal(@Nullable RefreshToken token, Client client, RefreshRules rules, Instant now) {
        if (token == null) {
            return "unknown";
        }
        if (!token.clientId().equals(client.id())) {
            return "other_client";
        }
        var death = deathOf(token, rules, now);
        if ("replaced".equals(death) && rules.reuseKillsFamily()) {
            endedFamilies.put(token.family(), now);
            return "reused";
        }
        return death;
    }

    private @Nullable String deathOf(RefreshToken token, RefreshRules rules, Instant now) {
        if (!grants.alive(token.grantId(), token.project(), token.account())) {
            return "revoked";
        }
        if (familyEnded(token.family())) {
            return "family_ended";
        }
        var replacedAt = token.replacedAt();
        if (replacedAt != null && rules.replacedIsDead(replacedAt, now)) {
            return "replaced";
        }
        return rules.death().cause(token, now);
    }

    private @Nullable RefreshToken keep(RefreshToken token, Instant now) {
        tokens.put(token.value(), token.used(now));
        return null;
    }

    private RefreshToken rotate(RefreshToken token, RefreshRules rules, Instant now) {
        if (token.replacedAt() == null) {
            tokens.put(token.value(), token.replaced(now));
        }
        if (++rotated % SWEEP_EVERY == 0) {
            sweep(rules, now.minus(DEAD_ARE_KEPT));
        }
        var grant = grants.find(token.project(), token.account()).orElseThrow();
        var live = new ArrayList<>(grant.refreshTokens().getOrDefault(token.clientId(), List.of()));
        if (rules.old() == OldRefreshToken.DIES) {
            live.remove(token.value());
        }
        return add(grant.with(token.clientId(), live), token.clientId(), token.scopes(), token.family());
    }

    private RefreshToken add(Grant grant, String clientId, List<String> scopes, String family) {
        var now = clock.instant();
        var token = new RefreshToken(
                newValue.get(), grant.id(), grant.project(), grant.account(), clientId, scopes, family, now, now, null);
        secrets.record(Secrets.Kind.REFRESH_TOKEN, token.value());
        tokens.put(token.value(), token);
        var live = new ArrayList<>(grant.refreshTokens().getOrDefault(clientId, List.of()));
        live.add(token.value());
        while (live.size() > cap.getAsLong()) {
            tokens.remove(live.removeFirst());
        }
        grants.put(grant.with(clientId, live));
        return token;
    }

    /** What died by replacement long ago is forgotten: it is refused as unknown then, and no longer as a reuse. */
    private void sweep(RefreshRules rules, Instant longAgo) {
        tokens.removeIf(each -> {
            var replacedAt = each.replacedAt();
            return replacedAt != null && rules.replacedIsDead(replacedAt, longAgo) && replacedAt.isBefore(longAgo);
        });
    }
}
