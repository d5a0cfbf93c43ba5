package dev.concierge.sandbox.meta;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.AccessTokens.Worth;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.dialect.Tokens.Holder;
import dev.concierge.sandbox.store.Keys;
import dev.concierge.sandbox.store.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** User tokens, short and long, and tokens of Pages: how they are made and what ends them (fields 5 and 6). */
final class MetaTokens {
    private final Tokens tokens;
    private final Table<TokenFact> facts;
    private final Table<String> pageTokens;
    private final Table<Instant> passwords;

    MetaTokens(Tokens tokens) {
        this.tokens = tokens;
        var store = tokens.store();
        this.facts = store.table(MetaDialect.PROVIDER + ".token_facts", TokenFact.class);
        this.pageTokens = store.table(MetaDialect.PROVIDER + ".page_tokens", String.class);
        this.passwords = store.table(MetaDialect.PROVIDER + ".passwords", Instant.class);
    }

    /** What a token is worth: itself, or why it is refused. */
    sealed interface Checked {
        record Good(AccessToken token, TokenFact fact, Grant grant) implements Checked {}

        /** @param clientId whose it was, or empty */
        record Bad(MetaError error, String why, String clientId) implements Checked {}
    }

    Checked check(String value) {
        return tokens.store().change(() -> switch (tokens.access().worth(value)) {
            case Worth.Unknown() -> new Checked.Bad(MetaError.UNKNOWN_TOKEN, "unknown_token", "");
            case Worth.Over(var token, var why)
            when why.equals("expired") -> new Checked.Bad(MetaError.EXPIRED, why, token.clientId());
            case Worth.Over(var token, var why) -> new Checked.Bad(MetaError.APP_REMOVED, why, token.clientId());
            case Worth.Good(var token) -> checked(token);
        });
    }

    private Checked checked(AccessToken token) {
        var fact = fact(token);
        var changed = passwords.get(token.account());
        if (changed != null && !fact.issuedAt().isAfter(changed)) {
            return new Checked.Bad(MetaError.PASSWORD_CHANGED, "password_changed", token.clientId());
        }
        if (knobs().get(MetaKnobs.CHECKPOINT).contains(token.account())) {
            return new Checked.Bad(MetaError.CHECKPOINT, "checkpoint", token.clientId());
        }
        boolean page = fact.kind() == TokenFact.Kind.PAGE;
        if (page && knobs().get(MetaKnobs.LOST_PAGES).contains(token.subject())) {
            return new Checked.Bad(MetaError.ROLE_LOST, "role_lost", token.clientId());
        }
        var grant = tokens.grants().find(token.project(), token.account()).orElseThrow();
        return new Checked.Good(token, fact, grant);
    }

    /** Notes that a code brought this token. */
    void isShort(AccessToken token) {
        facts.put(token.value(), new TokenFact(TokenFact.Kind.SHORT, tokens.now()));
    }

    /** A long user token in place of a live one, which goes on living; a young long one is answered with itself. */
    AccessToken extend(Checked.Good from) {
        var pause = Duration.ofSeconds(knobs().get(MetaKnobs.EXTENSION_PAUSE_SECONDS));
        boolean young = tokens.now().isBefore(from.fact().issuedAt().plus(pause));
        if (from.fact().kind() == TokenFact.Kind.LONG && young) {
            return from.token();
        }
        var token = from.token();
        var subject = knobs().get(Knobs.REFRESH_OTHER_SUBJECT) ? tokens.somebodyElse(token.account()) : token.subject();
        return longLived(from.grant(), token.clientId(), subject, token.scopes());
    }

    AccessToken longLived(Grant grant, String clientId, String subject, List<String> scopes) {
        var end = tokens.now().plusSeconds(knobs().get(MetaKnobs.LONG_LIFE_SECONDS));
        return issue(grant, clientId, subject, scopes, end, TokenFact.Kind.LONG);
    }

    /** The Page's token: without an end, and always the same, for a long user token; as short as a short one. */
    AccessToken ofPage(Checked.Good user, String pageId) {
        var token = user.token();
        if (user.fact().kind() != TokenFact.Kind.LONG) {
            return issue(
                    user.grant(), token.clientId(), pageId, token.scopes(), token.expiresAt(), TokenFact.Kind.PAGE);
        }
        var key = Keys.of(user.grant().id(), pageId);
        return known(key).orElseGet(() -> {
            var made = issue(
                    user.grant(), token.clientId(), pageId, token.scopes(), AccessToken.NEVER, TokenFact.Kind.PAGE);
            pageTokens.put(key, made.value());
            return made;
        });
    }

    private Optional<AccessToken> known(String key) {
        var value = pageTokens.get(key);
        return value != null && check(value) instanceof Checked.Good good
                ? Optional.of(good.token())
                : Optional.empty();
    }

    private AccessToken issue(
            Grant grant, String clientId, String subject, List<String> scopes, Instant end, TokenFact.Kind kind) {
        var made = tokens.issueAccess(Holder.of(grant, clientId, null), subject, scopes, end);
        facts.put(made.value(), new TokenFact(kind, tokens.now()));
        return made;
    }

    /** Ends every token that the account has so far; the consents stay. */
    void passwordChanged(String account) {
        tokens.store().change(() -> passwords.put(account, tokens.now()));
    }

    TokenFact fact(AccessToken token) {
        return Objects.requireNonNull(facts.get(token.value()), "every token of Meta has its fact");
    }

    long secondsLeft(AccessToken token) {
        return tokens.secondsLeft(token);
    }

    Shared shared() {
        return tokens.shared();
    }

    KnobBoard knobs() {
        return tokens.knobs();
    }

    Tokens all() {
        return tokens;
    }
}
