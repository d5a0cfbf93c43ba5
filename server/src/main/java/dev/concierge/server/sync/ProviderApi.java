package dev.concierge.server.sync;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundOutcome;
import dev.concierge.server.outbound.OutboundRequest;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.sync.streams.Api;
import dev.concierge.server.sync.streams.ApiErrors;
import dev.concierge.server.sync.streams.ApiOutcome;
import dev.concierge.server.sync.streams.ApiRequest;
import dev.concierge.server.vault.FreshToken;
import dev.concierge.server.vault.Vault;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One provider's API for one integration: puts the token in, refreshes once when it is refused, and reads what is no success. */
final class ProviderApi implements Api {
    /** Whose refreshes they are. */
    private static final String CALLER = "sync";

    private static final Duration LIFE_WANTED = Duration.ofMinutes(1);
    private static final String STEP = "sync";
    private static final int NOT_MODIFIED = 304;
    private static final int UNAUTHORIZED = 401;

    /** Whose API, and how to read it. */
    record Use(UUID accountId, UUID grantId, Provider provider, String apiName, Set<String> granted, ApiErrors errors) {
        Use {
            granted = Set.copyOf(granted);
        }
    }

    private final Use use;
    private final Vault vault;
    private final Outbound outbound;
    private final CallBudgets budgets;
    private final JsonMapper json;
    private final SyncSettings settings;
    private final Clock clock;

    ProviderApi(
            Use use,
            Vault vault,
            Outbound outbound,
            CallBudgets budgets,
            JsonMapper json,
            SyncSettings settings,
            Clock clock) {
        this.use = use;
        this.vault = vault;
        this.outbound = outbound;
        this.budgets = budgets;
        this.json = json;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public boolean granted(String scope) {
        return use.granted().contains(scope);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Optional<String> below(String link) {
        return Links.below(base(), link);
    }

    @Override
    public ApiOutcome ask(ApiRequest request) {
        try {
            Optional<Duration> wait = budgets.take(use.provider(), use.grantId(), request.cost());
            if (wait.isPresent()) {
                return new ApiOutcome.Busy(wait.get());
            }
            OutboundOutcome outcome = send(request);
            if (outcome instanceof OutboundOutcome.Answered answered && answered.status() == UNAUTHORIZED) {
                vault.replaceRefused(use.accountId(), use.grantId(), CALLER);
                outcome = send(request);
            }
            return read(outcome);
        } catch (ProblemException e) {
            return refused(e);
        }
    }

    private OutboundOutcome send(ApiRequest request) {
        FreshToken token = vault.freshToken(use.accountId(), use.grantId(), LIFE_WANTED, CALLER);
        OutboundRequest.Method method =
                request.body() == null ? OutboundRequest.Method.GET : OutboundRequest.Method.POST;
        OutboundRequest.Builder call = OutboundRequest.to(
                        use.provider().id(),
                        STEP,
                        use.provider().allowedHosts(),
                        method,
                        URI.create(base() + request.target()))
                .template(request.template())
                .header("Accept", "application/json");
        use.provider().calling().headers().forEach(call::header);
        request.headers().forEach(call::header);
        if (request.body() != null) {
            call.json(request.body());
        }
        return outbound.send(
                call.header("Authorization", "Bearer " + token.accessToken().reveal())
                        .deadline(settings.deadline())
                        .answerLimit((int) settings.answerLimit().toBytes())
                        .build());
    }

    private String base() {
        return use.provider().api(use.apiName()).baseUrl().toString();
    }

    private ApiOutcome read(OutboundOutcome outcome) {
        return switch (outcome) {
            case OutboundOutcome.Answered answered
            when answered.successful() -> {
                JsonNode body = body(answered);
                yield body == null ? ApiOutcome.garbage() : new ApiOutcome.Answered(body, answered.headers());
            }
            case OutboundOutcome.Answered answered
            when answered.status() == NOT_MODIFIED -> new ApiOutcome.Unchanged(answered.headers());
            case OutboundOutcome.Answered answered
            when answered.status() == UNAUTHORIZED -> new ApiOutcome.Failed("token_refused");
            case OutboundOutcome.Answered answered ->
                use.errors()
                        .read(new ApiErrors.Refusal(
                                answered.status(),
                                body(answered),
                                answered.headers(),
                                answered.retryAfter(),
                                clock.instant(),
                                use.provider().quotaTimeZone()));
            case OutboundOutcome.Unreachable unreachable -> unreachable(unreachable);
        };
    }

    private static ApiOutcome unreachable(OutboundOutcome.Unreachable unreachable) {
        return switch (unreachable.reason()) {
            case BREAKER_OPEN, BULKHEAD_FULL -> new ApiOutcome.Busy(unreachable.retryAfter());
            case REFUSED_ADDRESS, CONNECT, TIMEOUT, TLS, TOO_LARGE, CUT ->
                new ApiOutcome.Failed(unreachable.reason().name().toLowerCase(Locale.ROOT));
        };
    }

    /** A JSON object or array; null for anything else, whatever it is called. */
    private @Nullable JsonNode body(OutboundOutcome.Answered answered) {
        if (!answered.headers().mediaType().endsWith("json")) {
            return null;
        }
        try {
            JsonNode body = json.readTree(answered.content().bytes());
            return body.isObject() || body.isArray() ? body : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** What the vault says about the grant stands: it has told the integration already. */
    private static ApiOutcome refused(ProblemException problem) {
        return switch (problem.type()) {
            case NEEDS_RECONNECT -> new ApiOutcome.Stopped("needs_reconnect");
            case MISCONFIGURED -> new ApiOutcome.Stopped("misconfigured");
            case NOT_FOUND -> new ApiOutcome.Stopped("disconnected");
            case PROVIDER_UNAVAILABLE -> new ApiOutcome.Busy(problem.retryAfter());
            case UNAVAILABLE -> new ApiOutcome.Failed("database_away");
            default -> throw problem;
        };
    }
}
