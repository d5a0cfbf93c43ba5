package dev.concierge.sandbox.dialect;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.ClientAuthentication.Result;
import dev.concierge.sandbox.Code;
import dev.concierge.sandbox.Codes;
import dev.concierge.sandbox.Codes.Redemption;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.RefreshToken;
import dev.concierge.sandbox.RefreshTokens.Use;
import dev.concierge.sandbox.dialect.Tokens.Holder;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.BadRequest;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of a token endpoint (RFC 6749 sections 4.1.3 and 6): read, who is it, grant, tokens. */
public final class TokenEndpoint {
    private final TokenDialect dialect;
    private final Codes codes;
    private final Tokens tokens;

    public TokenEndpoint(TokenDialect dialect, Codes codes, Tokens tokens) {
        this.dialect = dialect;
        this.codes = codes;
        this.tokens = tokens;
    }

    /** What a grant brought. */
    private sealed interface Outcome {
        record Fine(Issued issued) implements Outcome {}

        record Refused(TokenProblem problem) implements Outcome {}
    }

    public Answer answer(Request request) {
        Parameters parameters;
        try {
            parameters = dialect.read(request);
        } catch (BadRequest unreadable) {
            var said = String.valueOf(unreadable.getMessage());
            return refused(request, new TokenProblem.Unreadable(unreadable.status(), said), null);
        }
        if (!parameters.repeated().isEmpty()) {
            return refused(request, new TokenProblem.Repeated(), parameters.get("client_id"));
        }
        return switch (dialect.client(request, parameters)) {
            case Result.Unreadable(var description, var id) ->
                refused(request, new TokenProblem.NoClient(description, id), id);
            case Result.Refused(var why, var id) -> refused(request, new TokenProblem.ClientRefused(why, id), id);
            case Result.Known(var client) ->
                dialect.before(request, parameters, client)
                        .orElseGet(() -> grant(request, parameters, client))
                        .client(client.id());
        };
    }

    private Answer grant(Request request, Parameters parameters, Client client) {
        return switch (parameters.get("grant_type", dialect.impliedGrantType())) {
            case "" -> refused(request, new TokenProblem.Missing("grant_type"), null);
            case "authorization_code" -> told(request, exchange(request, parameters, client), "issued");
            case "refresh_token" -> told(request, refresh(parameters, client), "refreshed");
            case String other ->
                dialect.otherGrant(other, request, parameters, client)
                        .orElseGet(() -> refused(request, new TokenProblem.UnknownGrantType(other), null));
        };
    }

    private Outcome exchange(Request request, Parameters parameters, Client client) {
        var value = parameters.get("code");
        if (value == null) {
            return new Outcome.Refused(new TokenProblem.Missing("code"));
        }
        var unfit = dialect.unfit(request, parameters, client);
        if (unfit.isPresent()) {
            return new Outcome.Refused(unfit.get());
        }
        // one transaction, so that a code is not spent without its tokens
        return tokens.store().change(() -> {
            var redirectUri = dialect.redirectUri(parameters, codes.find(value).orElse(null));
            return switch (codes.redeem(value, client, redirectUri, parameters.get("code_verifier"))) {
                case Redemption.Refused(var reason) -> new Outcome.Refused(new TokenProblem.CodeRefused(reason));
                case Redemption.Redeemed(var code) -> new Outcome.Fine(issue(code, parameters));
            };
        });
    }

    private Issued issue(Code code, Parameters parameters) {
        var grant = tokens.grants().find(code.project(), code.account()).orElseThrow();
        return dialect.again(code, grant).orElseGet(() -> {
            var refresh = dialect.earnsRefreshToken(code, grant)
                    ? tokens.refresh().issue(grant, code.clientId(), code.scopes())
                    : null;
            var holder = Holder.of(grant, code.clientId(), refresh);
            var scopes = dialect.carried(code.scopes(), grant, parameters);
            var end = dialect.accessEnd(scopes, refresh);
            var access = tokens.issueAccess(holder, code.account(), scopes, end);
            dialect.made(access);
            return new Issued(access, refresh, null, code.nonce());
        });
    }

    private Outcome refresh(Parameters parameters, Client client) {
        var value = parameters.get("refresh_token");
        if (value == null) {
            return new Outcome.Refused(new TokenProblem.Missing("refresh_token"));
        }
        return tokens.store().change(() -> {
            return switch (tokens.refresh().use(value, client, dialect.refreshRules())) {
                case Use.Refused(var why) -> new Outcome.Refused(new TokenProblem.RefreshRefused(why));
                case Use.Accepted(var token, var next) -> renewed(token, next, parameters);
            };
        });
    }

    private Outcome renewed(RefreshToken token, @Nullable RefreshToken next, Parameters parameters) {
        var scope = parameters.get("scope");
        var asked =
                scope == null ? token.scopes() : dialect.narrowed(token, scope).orElse(List.of());
        if (asked.isEmpty() && scope != null) {
            return new Outcome.Refused(new TokenProblem.WiderScope());
        }
        if (dialect.refreshEndsAccessToken()) {
            tokens.access()
                    .latestOf(token.family())
                    .ifPresent(old -> tokens.access().end(old.value()));
        }
        var lies = tokens.knobs().get(Knobs.REFRESH_OTHER_SUBJECT);
        var subject = lies ? tokens.somebodyElse(token.account()) : token.account();
        var grant = tokens.grants().find(token.project(), token.account()).orElseThrow();
        var scopes = dialect.carried(asked, grant, parameters);
        var end = dialect.accessEnd(scopes, next == null ? token : next);
        var access = tokens.issueAccess(Holder.of(token), subject, scopes, end);
        return new Outcome.Fine(new Issued(access, next, token, null));
    }

    private Answer told(Request request, Outcome outcome, String word) {
        return switch (outcome) {
            case Outcome.Refused(var problem) -> refused(request, problem, null);
            case Outcome.Fine(var issued) ->
                dialect.issued(request, issued)
                        .with("Cache-Control", "no-store")
                        .with("Pragma", "no-cache")
                        .outcome(word);
        };
    }

    private Answer refused(Request request, TokenProblem problem, @Nullable String clientId) {
        var answer = dialect.refused(request, problem);
        return answer.because(problem.reason()).client(clientId);
    }
}
