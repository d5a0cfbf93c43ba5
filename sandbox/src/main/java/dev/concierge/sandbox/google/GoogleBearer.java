package dev.concierge.sandbox.google;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.AccessTokens;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import java.util.Collections;
import java.util.Set;
import java.util.function.Function;

/** Lets a request to an API through when its bearer token is alive and carries one of the scopes that open the method. */
final class GoogleBearer {
    private final AccessTokens tokens;

    GoogleBearer(AccessTokens tokens) {
        this.tokens = tokens;
    }

    Answer require(Request request, Set<String> oneOf, String method, Function<AccessToken, Answer> then) {
        return switch (tokens.worth(request.bearer().orElse(null))) {
            case AccessTokens.Worth.Unknown() ->
                GoogleErrors.unauthenticated(request.header("Authorization").isEmpty() ? "no_token" : "unknown_token");
            case AccessTokens.Worth.Over(var token, var why) ->
                GoogleErrors.unauthenticated(why).client(token.clientId());
            case AccessTokens.Worth.Good(var token)
            when Collections.disjoint(token.scopes(), oneOf) ->
                GoogleErrors.insufficientScope(method).client(token.clientId());
            case AccessTokens.Worth.Good(var token) -> then.apply(token).client(token.clientId());
        };
    }
}
