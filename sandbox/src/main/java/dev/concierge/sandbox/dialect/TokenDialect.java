package dev.concierge.sandbox.dialect;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.ClientAuthentication.Result;
import dev.concierge.sandbox.Code;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.RefreshRules;
import dev.concierge.sandbox.RefreshToken;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What differs between providers at the token endpoint. */
public interface TokenDialect {
    /**
     * The parameters, from where the provider takes them.
     *
     * @throws dev.concierge.sandbox.http.BadRequest when there are none to be read
     */
    default Parameters read(Request request) {
        return request.form();
    }

    /** Who the client is. */
    Result client(Request request, Parameters parameters);

    /** The refusal in the provider's words; outcome, reason and client for the ledger are filled in by the endpoint. */
    Answer refused(Request request, TokenProblem problem);

    /** The answer with tokens. Called outside of the transaction, so it may take its time. */
    Answer issued(Request request, Issued issued);

    /** The grant type that a request without {@code grant_type} means; empty: it must be named. */
    default String impliedGrantType() {
        return "";
    }

    /** A refusal once the client is known and before its grant is looked at; empty: go on. */
    default Optional<Answer> before(Request request, Parameters parameters, Client client) {
        return Optional.empty();
    }

    /** What the access token carries, of the scopes that the code or refresh token stands for. */
    default List<String> carried(List<String> scopes, Grant grant, Parameters parameters) {
        return scopes;
    }

    /** A parameter that an exchange needs besides code and redirect URI and did not bring; empty: none. */
    default Optional<TokenProblem> unfit(Request request, Parameters parameters, Client client) {
        return Optional.empty();
    }

    /** The redirect URI that a code is checked against; what the request said, unless the provider lets it be left out. */
    default @Nullable String redirectUri(Parameters parameters, @Nullable Code code) {
        return parameters.get("redirect_uri");
    }

    /** Whether this code brings a refresh token. */
    boolean earnsRefreshToken(Code code, Grant grant);

    /** Tokens from an earlier time that this code brings again; empty, as nearly everywhere: new ones. */
    default Optional<Issued> again(Code code, Grant grant) {
        return Optional.empty();
    }

    /** A code brought this token just now, still in the same transaction. */
    default void made(AccessToken token) {}

    RefreshRules refreshRules();

    /** What a refresh with a {@code scope} parameter is for; empty: it is refused. */
    default Optional<List<String>> narrowed(RefreshToken token, String scope) {
        var asked = List.of(scope.split(" +", -1));
        return token.scopes().containsAll(asked) ? Optional.of(asked) : Optional.empty();
    }

    /** Whether a refresh ends the access token that was in force until then. */
    default boolean refreshEndsAccessToken() {
        return false;
    }

    /**
     * When an access token ends that is made now.
     *
     * @param refresh the refresh token it comes with, or null
     */
    Instant accessEnd(List<String> scopes, @Nullable RefreshToken refresh);

    /** Grant types beyond code and refresh token; empty: unknown. */
    default Optional<Answer> otherGrant(String type, Request request, Parameters parameters, Client client) {
        return Optional.empty();
    }
}
