package dev.concierge.sandbox.google;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.ClientAuthentication;
import dev.concierge.sandbox.ClientAuthentication.Result;
import dev.concierge.sandbox.Code;
import dev.concierge.sandbox.Codes;
import dev.concierge.sandbox.Codes.Redemption;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.RefreshToken;
import dev.concierge.sandbox.RefreshTokens.Use;
import dev.concierge.sandbox.google.GoogleTokens.Holder;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.BadRequest;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Google's token endpoint (fields 3, 5, 6, 10): code exchange and refresh, form in, JSON out. */
final class TokenEndpoint {
    private final ClientAuthentication authentication;
    private final Codes codes;
    private final GoogleTokens tokens;
    private final GoogleIdTokens idTokens;
    private final KnobBoard knobs;

    TokenEndpoint(
            ClientAuthentication authentication,
            Codes codes,
            GoogleTokens tokens,
            GoogleIdTokens idTokens,
            KnobBoard knobs) {
        this.authentication = authentication;
        this.codes = codes;
        this.tokens = tokens;
        this.idTokens = idTokens;
        this.knobs = knobs;
    }

    /** What a grant brought, or the answer that refuses it. */
    private sealed interface Outcome {
        record Issued(
                AccessToken access,
                @Nullable RefreshToken refresh,
                @Nullable String nonce) implements Outcome {}

        record Refused(Answer answer) implements Outcome {}
    }

    Answer answer(Request request) {
        Parameters form;
        try {
            form = request.form();
        } catch (BadRequest unreadable) {
            return GoogleErrors.flat(unreadable.status(), "invalid_request", String.valueOf(unreadable.getMessage()));
        }
        if (!form.repeated().isEmpty()) {
            return invalidRequest("OAuth 2 parameters can only have a single value.")
                    .client(form.get("client_id"));
        }
        return switch (authentication.of(request, form)) {
            case Result.Unreadable(var description, var id) ->
                invalidRequest(description).client(id);
            case Result.Refused(var why, var id) ->
                GoogleErrors.flat(
                                401,
                                "invalid_client",
                                why.equals("unknown_client") ? "The OAuth client was not found." : "Unauthorized")
                        .with("WWW-Authenticate", "Basic realm=\"google\"")
                        .because(why)
                        .client(id);
            case Result.Known(var client) -> grant(form, client).client(client.id());
        };
    }

    private Answer grant(Parameters form, Client client) {
        return switch (form.get("grant_type", "")) {
            case "" -> invalidRequest("Required parameter is missing: grant_type");
            case "authorization_code" -> exchange(form, client);
            case "refresh_token" -> refresh(form, client);
            case String other -> GoogleErrors.flat(400, "unsupported_grant_type", "Invalid grant_type: " + other);
        };
    }

    private Answer exchange(Parameters form, Client client) {
        var value = form.get("code");
        if (value == null) {
            return invalidRequest("Missing required parameter: code");
        }
        // one transaction, so that a code is not spent without its tokens
        Outcome outcome = tokens.shared().store().change(() -> {
            return switch (codes.redeem(value, client, form.get("redirect_uri"), form.get("code_verifier"))) {
                case Redemption.Refused(var reason) -> new Outcome.Refused(refusal(reason));
                case Redemption.Redeemed(var code) -> issue(code);
            };
        });
        return told(outcome, "issued");
    }

    private Outcome issue(Code code) {
        var grant = tokens.grants().find(code.project(), code.account()).orElseThrow();
        var refresh =
                earnsRefreshToken(code, grant) ? tokens.refresh().issue(grant, code.clientId(), code.scopes()) : null;
        var family = refresh == null ? "" : refresh.family();
        var holder = new Holder(grant.id(), grant.project(), grant.account(), code.clientId(), family);
        return new Outcome.Issued(tokens.issueAccess(holder, code.account(), code.scopes()), refresh, code.nonce());
    }

    /**
     * Field 6: only the first offline exchange of this person and client brings a refresh token, later ones only with
     * {@code prompt=consent} or after a revocation.
     */
    private static boolean earnsRefreshToken(Code code, Grant grant) {
        return code.offline() && (code.consented() || !grant.refreshTokens().containsKey(code.clientId()));
    }

    private Answer refresh(Parameters form, Client client) {
        var value = form.get("refresh_token");
        if (value == null) {
            return invalidRequest("Missing required parameter: refresh_token");
        }
        Outcome outcome = tokens.shared().store().change(() -> {
            return switch (tokens.refresh().use(value, client, GoogleRefreshRules.now(knobs))) {
                case Use.Refused(var why) ->
                    new Outcome.Refused(GoogleErrors.flat(400, "invalid_grant", "Token has been expired or revoked.")
                            .because(why));
                case Use.Accepted(var token, var next) -> renewed(token, next, form.get("scope"));
            };
        });
        return told(outcome, "refreshed");
    }

    private Outcome renewed(RefreshToken token, @Nullable RefreshToken next, @Nullable String narrower) {
        var asked =
                narrower == null ? token.scopes() : GoogleScopes.parse(narrower).orElse(List.of());
        if (asked.isEmpty() || !token.scopes().containsAll(asked)) {
            return new Outcome.Refused(
                    GoogleErrors.flat(400, "invalid_scope", "Some requested scopes were not granted."));
        }
        var holder = new Holder(token.grantId(), token.project(), token.account(), token.clientId(), token.family());
        var subject = knobs.get(Knobs.REFRESH_OTHER_SUBJECT) ? somebodyElse(token.account()) : token.account();
        return new Outcome.Issued(tokens.issueAccess(holder, subject, asked), next, null);
    }

    private String somebodyElse(String account) {
        return tokens.shared().people().all().stream()
                .map(Person::account)
                .filter(other -> !other.equals(account))
                .findFirst()
                .orElseThrow();
    }

    /** Signing an ID token takes a millisecond: done here, outside of the transaction. */
    private Answer told(Outcome outcome, String word) {
        return switch (outcome) {
            case Outcome.Refused(var answer) -> answer;
            case Outcome.Issued(var access, var refresh, var nonce) -> {
                var body = JsonNodeFactory.instance
                        .objectNode()
                        .put("access_token", access.value())
                        .put("expires_in", knobs.get(Knobs.TOKEN_LIFE_SECONDS));
                if (refresh != null) {
                    body.put("refresh_token", refresh.value());
                }
                body.put("scope", String.join(" ", access.scopes())).put("token_type", "Bearer");
                idTokens.issue(access, nonce).ifPresent(token -> body.put("id_token", token));
                yield Answer.json(200, body)
                        .with("Cache-Control", "no-store")
                        .with("Pragma", "no-cache")
                        .outcome(word);
            }
        };
    }

    private static Answer refusal(Codes.Reason reason) {
        var answer = switch (reason) {
            case UNKNOWN, OTHER_CLIENT -> GoogleErrors.flat(400, "invalid_grant", "Malformed auth code.");
            case USED, EXPIRED, GRANT_ENDED -> GoogleErrors.flat(400, "invalid_grant", "Bad Request");
            case OTHER_REDIRECT_URI -> GoogleErrors.flat(400, "redirect_uri_mismatch", "Bad Request");
            case VERIFIER_MISSING -> GoogleErrors.flat(400, "invalid_grant", "Missing code verifier.");
            case VERIFIER_WRONG, VERIFIER_UNEXPECTED ->
                GoogleErrors.flat(400, "invalid_grant", "Invalid code verifier.");
        };
        return answer.because(reason.name().toLowerCase(Locale.ROOT));
    }

    private static Answer invalidRequest(String description) {
        return GoogleErrors.flat(400, "invalid_request", description);
    }
}
