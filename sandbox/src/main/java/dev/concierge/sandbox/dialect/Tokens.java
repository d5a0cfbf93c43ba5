package dev.concierge.sandbox.dialect;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.AccessTokens;
import dev.concierge.sandbox.Dialect.Minted;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.Grants;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.LivingToken;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.RefreshRules;
import dev.concierge.sandbox.RefreshToken;
import dev.concierge.sandbox.RefreshTokens;
import dev.concierge.sandbox.Secrets;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that one provider has handed out, and how it hands out more. */
public record Tokens(
        Shared shared, KnobBoard knobs, Grants grants, RefreshTokens refresh, AccessTokens access, TokenForm form) {

    public static Tokens create(String provider, Shared shared, KnobBoard knobs, TokenForm form) {
        var grants = new Grants(provider, shared.store(), shared.clock());
        var refresh = new RefreshTokens(provider, shared, grants, () -> cap(knobs, form), form.refresh());
        var access = new AccessTokens(provider, shared, grants, refresh);
        return new Tokens(shared, knobs, grants, refresh, access, form);
    }

    private static long cap(KnobBoard knobs, TokenForm form) {
        long set = knobs.get(Knobs.REFRESH_TOKENS_PER_PERSON);
        return set > 0 ? set : form.refreshCap();
    }

    /**
     * Whose, for whom and for what an access token is.
     *
     * @param project the name of the grant
     * @param family the refresh token it comes with, or empty
     */
    public record Holder(String grantId, String project, String account, String clientId, String family) {
        public static Holder of(Grant grant, String clientId, @Nullable RefreshToken refresh) {
            return new Holder(
                    grant.id(), grant.project(), grant.account(), clientId, refresh == null ? "" : refresh.family());
        }

        public static Holder of(RefreshToken token) {
            return new Holder(token.grantId(), token.project(), token.account(), token.clientId(), token.family());
        }
    }

    public Store store() {
        return shared.store();
    }

    public Instant now() {
        return shared.clock().instant();
    }

    /** When an access token of the usual life ends that is made now. */
    public Instant usualEnd() {
        return now().plusSeconds(knobs.get(Knobs.TOKEN_LIFE_SECONDS));
    }

    /** @param subject whose resources it opens; the holder's own, unless a knob makes the provider lie */
    public AccessToken issueAccess(Holder holder, String subject, List<String> scopes, Instant end) {
        var token = new AccessToken(
                form.access().get(),
                holder.grantId(),
                holder.project(),
                holder.account(),
                subject,
                holder.clientId(),
                scopes,
                holder.family(),
                end);
        access.issue(token);
        return token;
    }

    /** Tokens for a grant that nobody had to consent to: for load runs. They end as the dialect says. */
    public Minted mint(
            Grant grant, String clientId, List<String> scopes, boolean withRefreshToken, TokenDialect rules) {
        return store().change(() -> {
            var token = withRefreshToken ? refresh.issue(grant, clientId, scopes) : null;
            var holder = Holder.of(grant, clientId, token);
            var made = issueAccess(holder, grant.account(), scopes, rules.accessEnd(scopes, token));
            return new Minted(made.value(), token == null ? "" : token.value(), secondsLeft(made), scopes);
        });
    }

    /** What this client could still use of what it got for this person, refresh tokens first. */
    public List<LivingToken> living(String account, String clientId, RefreshRules rules) {
        return store().change(() -> Stream.concat(
                        refresh.living(account, clientId, rules).stream()
                                .map(token -> living(Secrets.Kind.REFRESH_TOKEN, token.value(), token.family())),
                        access.living(account, clientId).stream()
                                .map(token -> living(Secrets.Kind.ACCESS_TOKEN, token.value(), token.family())))
                .toList());
    }

    private static LivingToken living(Secrets.Kind kind, String value, String family) {
        return new LivingToken(kind, Secrets.fingerprint(value), family);
    }

    /** How long the token lives from now on; 0 when it does not end by itself. */
    public long secondsLeft(AccessToken token) {
        return token.expiresAt().equals(AccessToken.NEVER)
                ? 0
                : Duration.between(now(), token.expiresAt()).toSeconds();
    }

    /** Anybody but the account's owner, for a provider that lies. */
    public String somebodyElse(String account) {
        return shared.people().all().stream()
                .map(Person::account)
                .filter(other -> !other.equals(account))
                .findFirst()
                .orElseThrow();
    }
}
