package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.ClientAuthentication;
import dev.concierge.sandbox.ClientAuthentication.Result;
import dev.concierge.sandbox.Code;
import dev.concierge.sandbox.Codes;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.Knobs;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Entra's token endpoint (fields 3, 5, 6, 13): a form in, JSON out, one resource at a time. */
final class EntraTokens implements TokenDialect {
    /** What {@link #client} reports as missing, for {@link #refused}. */
    private static final String CLIENT_ID = "client_id";

    private static final String ASSERTION = "client_assertion";

    private final ClientAuthentication authentication;
    private final Codes codes;
    private final Tokens tokens;
    private final EntraAnswer answer;
    private final EntraErrors errors;

    EntraTokens(
            ClientAuthentication authentication, Codes codes, Tokens tokens, EntraAnswer answer, EntraErrors errors) {
        this.authentication = authentication;
        this.codes = codes;
        this.tokens = tokens;
        this.answer = answer;
        this.errors = errors;
    }

    @Override
    public Result client(Request request, Parameters form) {
        boolean basic = request.header("Authorization").isPresent();
        if (form.get(ASSERTION) != null) {
            return new Result.Refused(ASSERTION, form.get(CLIENT_ID));
        }
        if (!basic && form.get(CLIENT_ID) == null) {
            return new Result.Unreadable(CLIENT_ID, null);
        }
        return authentication.of(request, form);
    }

    /** The tenant of the path, and the scopes, once the client is known. */
    @Override
    public Optional<Answer> before(Request request, Parameters form, Client client) {
        var tenant = Tenant.named(request.variable("tenant")).orElseThrow();
        var code = codes.find(form.get("code", "")).orElse(null);
        if (code != null && !EntraAuthorize.tenant(code).equals(tenant)) {
            return Optional.of(errors.answer(EntraError.OTHER_TENANT_PATH));
        }
        var refresh = tokens.refresh().find(form.get("refresh_token", "")).orElse(null);
        if (refresh != null && !tenant.admits(account(refresh.account()).tenantId())) {
            return Optional.of(errors.answer(EntraError.NOT_IN_TENANT));
        }
        var scope = form.get("scope");
        return scope == null ? Optional.empty() : scopeProblem(scope, agreed(code, refresh));
    }

    /** Field 6: at a refresh, what was ever agreed to may be asked for, whatever the token was made with. */
    private List<String> agreed(@Nullable Code code, @Nullable RefreshToken refresh) {
        if (refresh != null) {
            return tokens.grants()
                    .find(refresh.project(), refresh.account())
                    .map(Grant::scopes)
                    .orElse(refresh.scopes());
        }
        return code == null ? List.of() : code.scopes();
    }

    private Optional<Answer> scopeProblem(String scope, List<String> agreed) {
        var read = MicrosoftScopes.read(scope);
        if (!read.unknown().isEmpty()) {
            return Optional.of(errors.answer(EntraError.UNKNOWN_SCOPE, read.unknown()));
        }
        if (MicrosoftScopes.severalResources(read.scopes())) {
            return Optional.of(errors.answer(EntraError.SEVERAL_RESOURCES));
        }
        return agreed.isEmpty() || agreed.containsAll(read.scopes())
                ? Optional.empty()
                : Optional.of(errors.answer(EntraError.CONSENT_MISSING));
    }

    /** A token is for one resource, Graph when nothing is said, and covers all that was agreed to there (field 13). */
    @Override
    public List<String> carried(List<String> scopes, Grant grant, Parameters form) {
        var asked = form.get("scope") == null
                ? scopes
                : MicrosoftScopes.read(form.get("scope", "")).scopes();
        boolean graph = asked.stream().anyMatch(MicrosoftScopes::isGraph);
        var carried = new LinkedHashSet<String>();
        asked.stream()
                .filter(scope -> !graph || !scope.equals(MicrosoftScopes.MANAGEMENT))
                .forEach(carried::add);
        if (graph && tokens.knobs().get(MicrosoftKnobs.ANSWER_ALL_CONSENTED)) {
            grant.scopes().stream().filter(MicrosoftScopes::isGraph).forEach(carried::add);
        }
        return List.copyOf(carried);
    }

    /** Whether the scopes may be asked for has been seen to by {@link #before}. */
    @Override
    public Optional<List<String>> narrowed(RefreshToken token, String scope) {
        return Optional.of(MicrosoftScopes.read(scope).scopes());
    }

    @Override
    public boolean earnsRefreshToken(Code code, Grant grant) {
        return code.offline();
    }

    /** Field 6: the old one stays; each dies of age on its own. */
    @Override
    public RefreshRules refreshRules() {
        var life = Duration.ofSeconds(tokens.knobs().get(MicrosoftKnobs.REFRESH_TOKEN_LIFE_SECONDS));
        return RefreshRules.of(
                tokens.knobs(), (token, now) -> now.isBefore(token.issuedAt().plus(life)) ? null : "idle");
    }

    /** Field 5: a random life. */
    @Override
    public Instant accessEnd(List<String> scopes, @Nullable RefreshToken refresh) {
        long seconds = tokens.knobs().get(Knobs.TOKEN_LIFE_SECONDS);
        long spread = seconds * tokens.knobs().get(MicrosoftKnobs.TOKEN_LIFE_SPREAD_PERCENT) / 100;
        return tokens.now().plusSeconds(seconds + ThreadLocalRandom.current().nextLong(spread + 1));
    }

    @Override
    public Answer issued(Request request, Issued issued) {
        return answer.of(issued);
    }

    @Override
    public Answer refused(Request request, TokenProblem problem) {
        return switch (problem) {
            case TokenProblem.Unreadable _ -> errors.answer(EntraError.MISSING_FIELD, "'grant_type'.");
            case TokenProblem.Repeated _ -> errors.answer(EntraError.REPEATED_FIELD);
            case TokenProblem.NoClient(var what, var _)
            when what.equals(CLIENT_ID) -> errors.answer(EntraError.MISSING_FIELD, "'client_id'.");
            case TokenProblem.NoClient(var what, var _) ->
                request.header("Authorization").isPresent()
                        ? errors.answer(EntraError.BAD_REQUEST, what)
                        : errors.answer(EntraError.SECRET_MISSING);
            case TokenProblem.ClientRefused(var why, var _) -> errors.answer(clientError(why));
            case TokenProblem.Missing(var name) -> errors.answer(EntraError.MISSING_FIELD, "'" + name + "'.");
            case TokenProblem.UnknownGrantType _ -> errors.answer(EntraError.GRANT_TYPE);
            case TokenProblem.CodeRefused(var reason) -> errors.answer(codeError(reason));
            case TokenProblem.RefreshRefused(var why) -> errors.answer(refreshError(why));
            case TokenProblem.WiderScope _, TokenProblem.NotAllowed _ -> errors.answer(EntraError.CONSENT_MISSING);
        };
    }

    private static EntraError clientError(String why) {
        return switch (why) {
            case "unknown_client" -> EntraError.UNKNOWN_CLIENT;
            case "secret_expired" -> EntraError.SECRET_EXPIRED;
            case ASSERTION -> EntraError.ASSERTION_INVALID;
            default -> EntraError.SECRET_WRONG;
        };
    }

    private static EntraError codeError(Codes.Reason reason) {
        return switch (reason) {
            case UNKNOWN, OTHER_CLIENT -> EntraError.CODE_MALFORMED;
            case USED -> EntraError.CODE_USED;
            case EXPIRED -> EntraError.CODE_EXPIRED;
            case GRANT_ENDED -> EntraError.GRANT_REVOKED;
            case OTHER_REDIRECT_URI -> EntraError.REDIRECT_URI_CHANGED;
            case VERIFIER_MISSING, VERIFIER_WRONG, VERIFIER_UNEXPECTED -> EntraError.VERIFIER;
        };
    }

    private static EntraError refreshError(String why) {
        return switch (why) {
            case "idle" -> EntraError.REFRESH_IDLE;
            case "revoked", "family_ended" -> EntraError.GRANT_REVOKED;
            case "replaced", "reused" -> EntraError.CODE_EXPIRED;
            default -> EntraError.CODE_MALFORMED;
        };
    }

    private MicrosoftAccount account(String account) {
        return MicrosoftAccount.of(tokens.shared().people().get(account));
    }
}
