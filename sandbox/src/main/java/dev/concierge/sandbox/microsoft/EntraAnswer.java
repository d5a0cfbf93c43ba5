package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.dialect.Issued;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.http.Answer;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;

/** The good answer of Entra's token endpoint (field 3). */
final class EntraAnswer {
    private final Tokens tokens;
    private final EntraIdTokens idTokens;

    EntraAnswer(Tokens tokens, EntraIdTokens idTokens) {
        this.tokens = tokens;
        this.idTokens = idTokens;
    }

    Answer of(Issued issued) {
        var access = issued.access();
        long life = tokens.secondsLeft(access);
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("token_type", "Bearer")
                .put("scope", scope(access))
                .put("expires_in", life)
                .put("ext_expires_in", life)
                .put("access_token", access.value());
        var refresh = issued.refresh();
        if (refresh != null) {
            body.put("refresh_token", refresh.value());
        }
        idTokens.issue(access, issued.nonce()).ifPresent(token -> body.put("id_token", token));
        return Answer.json(200, body);
    }

    /** Field 3: {@code offline_access} is never named, the other scopes of signing in not to work accounts. */
    private String scope(AccessToken access) {
        var account = MicrosoftAccount.of(tokens.shared().people().get(access.account()));
        boolean identity = account.personal() || tokens.knobs().get(MicrosoftKnobs.IDENTITY_SCOPES_IN_ANSWER);
        return access.scopes().stream()
                .filter(scope -> !scope.equals(MicrosoftScopes.OFFLINE))
                .filter(scope -> identity || !MicrosoftScopes.isIdentity(scope))
                .map(this::named)
                .collect(Collectors.joining(" "));
    }

    private String named(String scope) {
        boolean full = MicrosoftScopes.isGraph(scope) && tokens.knobs().get(MicrosoftKnobs.FULL_SCOPE_NAMES);
        return full ? MicrosoftScopes.GRAPH + scope : scope;
    }
}
