package dev.concierge.sandbox.github;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.ClientAuthentication;
import dev.concierge.sandbox.Code;
import dev.concierge.sandbox.Codes;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.RefreshRules;
import dev.concierge.sandbox.RefreshToken;
import dev.concierge.sandbox.dialect.Issued;
import dev.concierge.sandbox.dialect.TokenDialect;
import dev.concierge.sandbox.dialect.TokenProblem;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GitHub's token endpoint (fields 3, 5, 6, 10): parameters anywhere, a form as the answer, errors under 200. */
final class GithubTokenAnswers implements TokenDialect {
    private final ClientAuthentication authentication;
    private final Codes codes;
    private final Tokens tokens;
    private final TokenLimits limits;
    private final KnobBoard knobs;

    GithubTokenAnswers(ClientAuthentication authentication, Codes codes, Tokens tokens, TokenLimits limits) {
        this.authentication = authentication;
        this.codes = codes;
        this.tokens = tokens;
        this.limits = limits;
        this.knobs = tokens.knobs();
    }

    /** Query, form and JSON are all documented. */
    @Override
    public Parameters read(Request request) {
        var query = request.query();
        return switch (request.contentType()) {
            case "application/json" -> query.and(request.jsonMembers());
            case "application/x-www-form-urlencoded" -> query.and(request.form());
            default -> request.text().isEmpty() ? query : request.form();
        };
    }

    @Override
    public ClientAuthentication.Result client(Request request, Parameters parameters) {
        return knobs.get(GithubKnobs.BASIC_AT_TOKEN) && request.basic().isPresent()
                ? authentication.of(request, parameters)
                : authentication.ofParameters(parameters);
    }

    @Override
    public String impliedGrantType() {
        return "authorization_code";
    }

    /** Documented as optional here, whatever the authorization request had. */
    @Override
    public @Nullable String redirectUri(Parameters parameters, @Nullable Code code) {
        var given = parameters.get("redirect_uri");
        return given == null && code != null ? code.redirectUri() : given;
    }

    @Override
    public Optional<TokenProblem> unfit(Request request, Parameters parameters, Client client) {
        var unverified = knobs.get(GithubKnobs.UNVERIFIED_ACCOUNTS);
        var mine = codes.find(parameters.get("code", ""))
                .filter(code -> code.clientId().equals(client.id()));
        if (mine.filter(code -> unverified.contains(code.account())).isPresent()) {
            return Optional.of(new TokenProblem.NotAllowed("unverified_user_email"));
        }
        return mine.filter(limits.hourly()::isUsedUp).map(_ -> new TokenProblem.NotAllowed(HourlyLimit.TOO_MANY));
    }

    @Override
    public boolean earnsRefreshToken(Code code, Grant grant) {
        return expire(code.scopes());
    }

    /** Whether tokens with these scopes end by themselves and are renewed. */
    boolean expire(List<String> scopes) {
        return switch (knobs.get(GithubKnobs.TOKEN_EXPIRY)) {
            case ON -> true;
            case OFF -> false;
            case STANDARD -> knobs.get(GithubKnobs.GITHUB_APP) || scopes.contains(GithubScopes.OFFLINE_ACCESS);
        };
    }

    @Override
    public Instant accessEnd(List<String> scopes, @Nullable RefreshToken refresh) {
        return refresh == null ? AccessToken.NEVER : tokens.usualEnd();
    }

    @Override
    public void made(AccessToken token) {
        limits.made(token);
    }

    @Override
    public RefreshRules refreshRules() {
        var life = Duration.ofSeconds(knobs.get(GithubKnobs.REFRESH_TOKEN_LIFE_SECONDS));
        return RefreshRules.of(
                knobs, (token, now) -> now.isBefore(token.issuedAt().plus(life)) ? null : "expired");
    }

    @Override
    public boolean refreshEndsAccessToken() {
        return knobs.get(GithubKnobs.OLD_ACCESS_TOKEN_DIES);
    }

    @Override
    public Answer issued(Request request, Issued issued) {
        var members = new LinkedHashMap<String, Object>();
        var access = issued.access();
        members.put("access_token", access.value());
        var refresh = issued.refresh();
        if (!access.expiresAt().equals(AccessToken.NEVER)) {
            members.put("expires_in", tokens.secondsLeft(access));
        }
        if (refresh != null) {
            members.put("refresh_token", refresh.value());
            members.put("refresh_token_expires_in", knobs.get(GithubKnobs.REFRESH_TOKEN_LIFE_SECONDS));
        }
        members.put("scope", String.join(",", told(access.scopes())));
        members.put("token_type", "bearer");
        return Negotiated.answer(request, members);
    }

    private List<String> told(List<String> scopes) {
        return scopes.stream()
                .filter(scope ->
                        !scope.equals(GithubScopes.OFFLINE_ACCESS) || knobs.get(GithubKnobs.OFFLINE_ACCESS_TOLD))
                .toList();
    }

    @Override
    public Answer refused(Request request, TokenProblem problem) {
        return switch (problem) {
            case TokenProblem.Unreadable(var status, var said) ->
                Answer.text(status, said + "\n").outcome("bad_request");
            case TokenProblem.Repeated() -> error(request, "invalid_request", "A parameter came more than once.");
            case TokenProblem.NoClient _, TokenProblem.ClientRefused _ ->
                error(
                        request,
                        "incorrect_client_credentials",
                        "The client_id and/or client_secret passed are incorrect.");
            case TokenProblem.Missing(var parameter) -> missing(request, parameter);
            case TokenProblem.UnknownGrantType _ ->
                error(request, "unsupported_grant_type", "The grant type is not supported.");
            case TokenProblem.CodeRefused(var why)
            when why == Codes.Reason.OTHER_REDIRECT_URI ->
                error(
                        request,
                        "redirect_uri_mismatch",
                        "The redirect_uri MUST match the registered callback URL for this application.");
            case TokenProblem.CodeRefused _ -> badCode(request);
            case TokenProblem.RefreshRefused _ -> badRefreshToken(request);
            case TokenProblem.WiderScope() -> error(request, "invalid_scope", "The scope was not granted.");
            case TokenProblem.NotAllowed(var error)
            when error.equals(HourlyLimit.TOO_MANY) ->
                GithubErrors.error(429, "Too many tokens were made for this user and application. Wait an hour.")
                        .outcome(error);
            case TokenProblem.NotAllowed(var error) ->
                error(request, error, "The user must have a verified primary email.");
        };
    }

    private static Answer missing(Request request, String parameter) {
        return parameter.equals("refresh_token") ? badRefreshToken(request) : badCode(request);
    }

    private static Answer badCode(Request request) {
        return error(request, "bad_verification_code", "The code passed is incorrect or expired.");
    }

    private static Answer badRefreshToken(Request request) {
        return error(request, "bad_refresh_token", "The refresh token passed is incorrect or expired.");
    }

    /** Under 200, in the form that was asked for. */
    private static Answer error(Request request, String error, String description) {
        var members = new LinkedHashMap<String, Object>();
        members.put("error", error);
        members.put("error_description", description);
        members.put("error_uri", uri(error));
        return Negotiated.answer(request, members).outcome(error);
    }

    private static String uri(String error) {
        return "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/#"
                + error.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
