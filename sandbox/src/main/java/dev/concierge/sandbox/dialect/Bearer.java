package dev.concierge.sandbox.dialect;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.AccessTokens;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import java.util.Collections;
import java.util.Set;
import java.util.function.Function;

/** Lets a request to an API through when its bearer token is alive and carries a scope that opens the method. */
public final class Bearer {
    private final AccessTokens tokens;
    private final Refusals refusals;

    /** How the provider's APIs refuse. */
    public interface Refusals {
        /** @param why {@code no_token}, {@code unknown_token}, {@code expired} or {@code revoked} */
        Answer unauthenticated(String why);

        /** @param method what the scopes do not open */
        Answer insufficientScope(String method);
    }

    public Bearer(AccessTokens tokens, Refusals refusals) {
        this.tokens = tokens;
        this.refusals = refusals;
    }

    /** @param oneOf scopes of which the token needs one; empty: none is needed */
    public Answer require(Request request, Set<String> oneOf, String method, Function<AccessToken, Answer> then) {
        return switch (tokens.worth(request.bearer().orElse(null))) {
            case AccessTokens.Worth.Unknown() ->
                refusals.unauthenticated(request.header("Authorization").isEmpty() ? "no_token" : "unknown_token");
            case AccessTokens.Worth.Over(var token, var why) ->
                refusals.unauthenticated(why).client(token.clientId());
            case AccessTokens.Worth.Good(var token)
            when !oneOf.isEmpty() && Collections.disjoint(token.scopes(), oneOf) ->
                refusals.insufficientScope(method).client(token.clientId());
            case AccessTokens.Worth.Good(var token) -> then.apply(token).client(token.clientId());
        };
    }
}
