package dev.concierge.sandbox.notion;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.ClientAuthentication;
import dev.concierge.sandbox.Code;
import dev.concierge.sandbox.Codes;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.RefreshRules;
import dev.concierge.sandbox.RefreshToken;
import dev.concierge.sandbox.dialect.Issued;
import dev.concierge.sandbox.dialect.OAuthError;
import dev.concierge.sandbox.dialect.TokenDialect;
import dev.concierge.sandbox.dialect.TokenProblem;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.BadRequest;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Notion's token endpoint (fields 3, 5, 6): JSON in, Basic, a version; nothing said of lifetimes or scopes. */
final class NotionTokenAnswers implements TokenDialect {
    private static final Set<String> TEXTS = Set.of("grant_type", "code", "redirect_uri", "refresh_token");
    private static final Set<String> OBJECTS = Set.of("external_account");
    private static final String INVALID_GRANT = "invalid_grant";

    private final ClientAuthentication authentication;
    private final Tokens tokens;
    private final Bots bots;
    private final KnobBoard knobs;

    NotionTokenAnswers(ClientAuthentication authentication, Tokens tokens, Bots bots) {
        this.authentication = authentication;
        this.tokens = tokens;
        this.bots = bots;
        this.knobs = tokens.knobs();
    }

    @Override
    public Parameters read(Request request) {
        if (NotionRequests.problem(request, TEXTS, OBJECTS).isPresent()) {
            throw new BadRequest("unreadable");
        }
        return request.jsonMembers();
    }

    @Override
    public ClientAuthentication.Result client(Request request, Parameters parameters) {
        return authentication.ofBasic(request);
    }

    @Override
    public boolean earnsRefreshToken(Code code, Grant grant) {
        return !knobs.get(NotionKnobs.NO_REFRESH_TOKEN);
    }

    /** Field 6: connections from before 8 June 2026 get the active token again. */
    @Override
    public Optional<Issued> again(Code code, Grant grant) {
        if (!knobs.get(NotionKnobs.REAUTHORIZATION_KEEPS_TOKENS)) {
            return Optional.empty();
        }
        return grant.refreshTokens().getOrDefault(code.clientId(), List.of()).reversed().stream()
                .flatMap(value -> tokens.refresh().find(value).stream())
                .filter(token -> tokens.refresh().alive(token, refreshRules()))
                .findFirst()
                .flatMap(token ->
                        tokens.access().latestOf(token.family()).map(access -> new Issued(access, token, null, null)));
    }

    @Override
    public RefreshRules refreshRules() {
        long life = knobs.get(NotionKnobs.REFRESH_TOKEN_LIFE_SECONDS);
        return RefreshRules.of(knobs, (token, now) -> {
            boolean ends = life > 0 && !now.isBefore(token.issuedAt().plus(Duration.ofSeconds(life)));
            return ends ? "expired" : null;
        });
    }

    @Override
    public boolean refreshEndsAccessToken() {
        return knobs.get(NotionKnobs.OLD_ACCESS_TOKEN_DIES);
    }

    @Override
    public Instant accessEnd(List<String> scopes, @Nullable RefreshToken refresh) {
        return knobs.get(Knobs.TOKEN_LIFE_SECONDS) == 0 ? AccessToken.NEVER : tokens.usualEnd();
    }

    @Override
    public Answer issued(Request request, Issued issued) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("access_token", issued.access().value())
                .put("token_type", "bearer");
        var refresh = issued.refresh();
        body.put("refresh_token", refresh == null ? null : refresh.value());
        body.setAll(bots.described(issued.access()));
        body.putNull("duplicated_template_id").put("request_id", NotionErrors.requestId());
        return Answer.json(200, body);
    }

    @Override
    public Answer refused(Request request, TokenProblem problem) {
        return switch (problem) {
            case TokenProblem.Unreadable _ ->
                NotionRequests.problem(request, TEXTS, OBJECTS).orElseThrow();
            case TokenProblem.Repeated() -> error(400, "validation_error", "A member came more than once.");
            case TokenProblem.NoClient _, TokenProblem.ClientRefused _ ->
                error(401, "invalid_client", "Client authentication failed.");
            case TokenProblem.Missing(var parameter) ->
                error(400, "validation_error", "body failed validation: body." + parameter + " should be defined.");
            case TokenProblem.UnknownGrantType _ -> error(400, "validation_error", "body.grant_type is not known.");
            case TokenProblem.CodeRefused(var why) -> code(why);
            case TokenProblem.RefreshRefused _ -> error(400, INVALID_GRANT, "Invalid refresh token.");
            case TokenProblem.WiderScope() -> error(400, "validation_error", "body.scope is not known.");
            case TokenProblem.NotAllowed(var error) -> error(400, error, "Not allowed.");
        };
    }

    private Answer code(Codes.Reason why) {
        return why == Codes.Reason.OTHER_REDIRECT_URI
                ? error(
                        400,
                        INVALID_GRANT,
                        "Invalid redirect_uri: as in the authorization URL, and absent when absent there.")
                : error(400, INVALID_GRANT, "Invalid code.");
    }

    private Answer error(int status, String code, String message) {
        return knobs.get(NotionKnobs.PLAIN_ERRORS)
                ? OAuthError.flat(status, code, message)
                : NotionErrors.error(status, code, message);
    }
}
