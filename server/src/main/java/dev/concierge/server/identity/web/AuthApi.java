package dev.concierge.server.identity.web;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.ApiSignIn;
import dev.concierge.server.identity.ApiSignInOutcome;
import dev.concierge.server.identity.ClientKey;
import dev.concierge.server.identity.RefreshOutcome;
import dev.concierge.server.identity.TokenRefresh;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/auth}: a program signs a person in, and out. No cookie is read or set here. */
@RestController
@RequestMapping(path = "/api/v1/auth", produces = "application/json")
class AuthApi {
    /**
     * Who signs in.
     *
     * @param code of the authenticator app, or a recovery code, where the account has a second factor; null: the answer says which are taken
     * @param clientKey 32 to 200 random visible ASCII characters of the client's own choice, to be sent with each refresh; null for none
     */
    record Login(
            String email,
            String password,
            @Nullable String code,
            @Nullable String clientKey) {
        @Override
        public String toString() {
            return "Login[]";
        }
    }

    /** @param clientKey as at the sign-in */
    record Refresh(String refreshToken, @Nullable String clientKey) {
        @Override
        public String toString() {
            return "Refresh[]";
        }
    }

    record Logout(String refreshToken) {
        @Override
        public String toString() {
            return "Logout[]";
        }
    }

    private final ApiSignIn signIn;
    private final TokenRefresh refresh;
    private final Visitors visitors;

    AuthApi(ApiSignIn signIn, TokenRefresh refresh, Visitors visitors) {
        this.signIn = signIn;
        this.refresh = refresh;
        this.visitors = visitors;
    }

    @PostMapping("/login")
    @SecurityRequirements
    @Operation(
            summary = "Sign in",
            description =
                    "By address and password. Where the account has a second factor, the first answer is 401 and names what is taken in"
                            + " factors; send all of it again with a code. The access token goes into the Authorization header of other calls; the refresh token"
                            + " works once, for the next pair. A clientKey of the client's own, sent with each refresh, lets it repeat one within ten seconds.")
    SignInAnswer login(@RequestBody Login login, HttpServletRequest request) {
        ClientKey client = clientKey(login.clientKey());
        Secret code = login.code() == null ? null : Secret.of(login.code());
        return switch (signIn.withPassword(
                login.email(), Secret.of(login.password()), code, client, visitors.of(request))) {
            case ApiSignInOutcome.Begun(var tokens) -> SignInAnswer.of(tokens);
            case ApiSignInOutcome.Refused _ -> throw unauthenticated("That e-mail and password don’t match.");
            case ApiSignInOutcome.EnrolmentNeeded _ ->
                throw unauthenticated("Sign in with a browser first: this account must set up a second factor.");
            case ApiSignInOutcome.FactorNeeded(Set<String> oneOf, boolean wrong) ->
                throw unauthenticated(
                                wrong
                                        ? "That code does not fit, or was used already."
                                        : "A second factor is needed: send a code along.")
                        .with(
                                "factors",
                                String.join(" ", oneOf.stream().sorted().toList()));
        };
    }

    private static ProblemException unauthenticated(String detail) {
        return new ProblemException(ProblemType.UNAUTHENTICATED, detail);
    }

    @PostMapping("/refresh")
    @SecurityRequirements
    @Operation(
            summary = "Exchange a refresh token",
            description =
                    "For a new access token and a new refresh token; the old one is used up. One that comes a second time, later than ten"
                            + " seconds or without the clientKey, ends the sign-in for everybody, and the person is told.")
    SignInAnswer refresh(@RequestBody Refresh asked, HttpServletRequest request) {
        ClientKey client = clientKey(asked.clientKey());
        return switch (refresh.refresh(Secret.of(asked.refreshToken()), client, visitors.of(request))) {
            case RefreshOutcome.Refreshed(var tokens) -> SignInAnswer.of(tokens);
            case RefreshOutcome.Refused _ ->
                throw new ProblemException(
                        ProblemType.UNAUTHENTICATED, "That refresh token does not work, or no longer. Sign in again.");
        };
    }

    /** The same answer whatever was sent (RFC 7009 section 2.2). */
    @PostMapping("/logout")
    @SecurityRequirements
    @Operation(
            summary = "Sign out",
            description =
                    "Ends the sign-in of a refresh token, with every access token of it, on every node within a second.")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void logout(@RequestBody Logout asked, HttpServletRequest request) {
        refresh.out(Secret.of(asked.refreshToken()), visitors.of(request));
    }

    private static @Nullable ClientKey clientKey(@Nullable String text) {
        return text == null
                ? null
                : ClientKey.parse(text)
                        .orElseThrow(() -> new ProblemException(
                                        ProblemType.INVALID_INPUT,
                                        "clientKey is 32 to 200 visible ASCII characters, chosen at random.")
                                .with("field", "clientKey"));
    }
}
