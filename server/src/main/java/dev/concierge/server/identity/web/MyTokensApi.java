package dev.concierge.server.identity.web;

import dev.concierge.server.identity.BrowserTokens;
import dev.concierge.server.identity.Sessions;
import dev.concierge.server.identity.TokenRefresh;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/me/access-token}: a token for a signed-in browser, and the end of the sign-in of a token. A token makes no token, and a key neither. */
@RestController
@RequestMapping(path = "/api/v1/me/access-token", produces = "application/json")
class MyTokensApi {
    /** @param password needed when it was proved more than ten minutes ago */
    record TokenWish(@Nullable String password) {
        @Override
        public String toString() {
            return "TokenWish[]";
        }
    }

    private final BrowserTokens tokens;
    private final TokenRefresh refresh;
    private final Sessions sessions;
    private final FreshProof proof;
    private final Visitors visitors;

    MyTokensApi(BrowserTokens tokens, TokenRefresh refresh, Sessions sessions, FreshProof proof, Visitors visitors) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.refresh = refresh;
        this.proof = proof;
        this.visitors = visitors;
    }

    @PostMapping
    @Operation(
            summary = "Get an access token in a browser",
            description = "For a signed-in browser; it ends with the session. There is no refresh token with it.")
    SignInAnswer accessToken(
            Caller caller, @RequestBody TokenWish wanted, HttpServletRequest request, HttpServletResponse response) {
        Caller.Person person = switch (caller) {
            case Caller.Person browser -> browser;
            case Caller.Key _, Caller.Token _ ->
                throw new ProblemException(
                        ProblemType.FORBIDDEN, "Only a signed-in browser gets an access token here.");
        };
        if (!sessions.isRecent(person)) {
            proof.require(person, wanted.password(), request, response);
        }
        return tokens.issue(person, visitors.of(request))
                .map(SignInAnswer::of)
                .orElseThrow(() -> new ProblemException(ProblemType.UNAUTHENTICATED, "Sign in first."));
    }

    /** For a program that lost its refresh token. */
    @DeleteMapping
    @Operation(
            summary = "End the sign-in of this access token",
            description = "With its refresh token and every access token of it, on every node within a second.")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(Caller caller, HttpServletRequest request) {
        switch (caller) {
            case Caller.Token token -> refresh.out(token.accountId(), token.credentialId(), visitors.of(request));
            case Caller.Key _, Caller.Person _ ->
                throw new ProblemException(
                        ProblemType.FORBIDDEN, "This ends the sign-in of an access token, and you sent none.");
        }
    }
}
