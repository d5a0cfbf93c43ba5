package dev.concierge.sandbox;

import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The access tokens of one provider. */
public final class AccessTokens {
    private static final int SWEEP_EVERY = 10_000;
    private static final Duration KEPT_AFTER_END = Duration.ofHours(1);

    private final Store store;
    private final Clock clock;
    private final Secrets secrets;
    private final Grants grants;
    private final RefreshTokens refreshTokens;
    private final Table<AccessToken> tokens;
    private final Table<String> latest;
    private long issued;

    public AccessTokens(String provider, Shared shared, Grants grants, RefreshTokens refreshTokens) {
        this.store = shared.store();
        this.clock = shared.clock();
        this.secrets = shared.secrets();
        this.grants = grants;
        this.refreshTokens = refreshTokens;
        this.tokens = store.table(provider + ".access_tokens", AccessToken.class);
        this.latest = store.table(provider + ".latest_access", String.class);
    }

    /** What a bearer token is worth. */
    public sealed interface Worth {
        record Good(AccessToken token) implements Worth {}

        /** It was good once: expired, or its grant or family ended. */
        record Over(AccessToken token, String why) implements Worth {}

        record Unknown() implements Worth {}
    }

    /** Keeps a new token; the caller chose its value, in the provider's own form. */
    public void issue(AccessToken token) {
        secrets.record(Secrets.Kind.ACCESS_TOKEN, token.value());
        store.change(() -> {
            tokens.put(token.value(), token);
            if (!token.family().isEmpty()) {
                latest.put(token.family(), token.value());
            }
            if (++issued % SWEEP_EVERY == 0) {
                sweep();
            }
        });
    }

    public Worth worth(@Nullable String value) {
        return store.change(() -> {
            var token = value == null ? null : tokens.get(value);
            if (token == null) {
                return new Worth.Unknown();
            }
            if (!clock.instant().isBefore(token.expiresAt())) {
                return new Worth.Over(token, "expired");
            }
            return alive(token) ? new Worth.Good(token) : new Worth.Over(token, "revoked");
        });
    }

    /** What this client could still use of what it got for this person. */
    public List<AccessToken> living(String account, String clientId) {
        return store.change(() -> tokens.all().stream()
                .filter(token ->
                        token.account().equals(account) && token.clientId().equals(clientId))
                .filter(token -> worth(token.value()) instanceof Worth.Good)
                .toList());
    }

    /** The newest token that came with a refresh token of this family, dead or alive. */
    public Optional<AccessToken> latestOf(String family) {
        return store.change(
                () -> Optional.ofNullable(latest.get(family)).flatMap(value -> Optional.ofNullable(tokens.get(value))));
    }

    /** Ends one token and nothing else; an unknown one is left alone. */
    public void end(String value) {
        store.change(() -> tokens.remove(value));
    }

    private boolean alive(AccessToken token) {
        return grants.alive(token.grantId(), token.project(), token.account())
                && !refreshTokens.familyEnded(token.family());
    }

    private void sweep() {
        var longAgo = clock.instant().minus(KEPT_AFTER_END);
        tokens.removeIf(each -> each.expiresAt().isBefore(longAgo));
        latest.removeIf(value -> tokens.get(value) == null);
    }
}
