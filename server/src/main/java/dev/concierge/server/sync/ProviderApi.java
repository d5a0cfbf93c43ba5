package dev.concierge.server.sync;

import dev.concierge.server.catalog.Choice;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.outbound.AnswerHeaders;
import dev.concierge.server.outbound.Content;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundOutcome;
import dev.concierge.server.outbound.OutboundRequest;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.sync.streams.Api;
import dev.concierge.server.sync.streams.ApiErrors;
import dev.concierge.server.sync.streams.ApiOutcome;
import dev.concierge.server.sync.streams.ApiRequest;
import dev.concierge.server.vault.Vault;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
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

    /** A success that says nothing: it is read as garbage. */
    private static final OutboundOutcome NOTHING =
            new OutboundOutcome.Answered(200, AnswerHeaders.of(Map.of()), Content.of(new byte[0]), null);

    /**
     * Whose API, and how to read it.
     *
     * @param chosen what the person chose after consent, by the provider's id; null where nothing is chosen
     * @param bodies whether what stands in each thing is read
     */
    record Use(
            UUID accountId,
            UUID grantId,
            Provider provider,
            String apiName,
            @Nullable String chosen,
            Set<String> granted,
            boolean bodies,
            ApiErrors errors) {
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

    /** The token of what was chosen, where it has one of its own; asked for once in a run and never stored. */
    private @Nullable Secret own;

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
    public boolean readsBodies() {
        return use.bodies();
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
            if (outcome instanceof OutboundOutcome.Answered answered && refusesToken(answered)) {
                own = null;
                vault.replaceRefused(use.accountId(), use.grantId(), CALLER);
                outcome = send(request);
            }
            return read(outcome);
        } catch (ProblemException e) {
            return refused(e);
        }
    }

    private OutboundOutcome send(ApiRequest request) {
        Secret token = vault.freshToken(use.accountId(), use.grantId(), LIFE_WANTED, CALLER)
                .accessToken();
        ApiRequest forOwn = askingForOwn();
        if (forOwn == null) {
            return send(request, token);
        }
        if (own == null) {
            OutboundOutcome outcome = send(forOwn, token);
            own = ownToken(outcome);
            if (own == null) {
                return outcome instanceof OutboundOutcome.Answered answered && answered.successful()
                        ? NOTHING
                        : outcome;
            }
        }
        return send(request, own);
    }

    /** What tells the token of what was chosen; null where the account's own is used. */
    private @Nullable ApiRequest askingForOwn() {
        Choice choice = use.provider().choice();
        if (choice == null
                || choice.own() == null
                || use.chosen() == null
                || !choice.api().equals(use.apiName())) {
            return null;
        }
        ApiRequest.Builder request = ApiRequest.of("/{id}", use.chosen());
        choice.own().query().forEach(request::with);
        return request.build();
    }

    private @Nullable Secret ownToken(OutboundOutcome outcome) {
        Choice choice = use.provider().choice();
        JsonNode body =
                outcome instanceof OutboundOutcome.Answered answered && answered.successful() ? body(answered) : null;
        String token = body == null || choice == null || choice.own() == null
                ? ""
                : body.at(choice.own().at()).asString("");
        return token.isEmpty() ? null : Secret.of(token);
    }

    private OutboundOutcome send(ApiRequest request, Secret token) {
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
        return outbound.send(call.header("Authorization", "Bearer " + token.reveal())
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
            case OutboundOutcome.Answered answered -> use.errors().read(refusal(answered));
            case OutboundOutcome.Unreachable unreachable -> unreachable(unreachable);
        };
    }

    private boolean refusesToken(OutboundOutcome.Answered answered) {
        return answered.status() == UNAUTHORIZED
                || (!answered.successful() && use.errors().refusesToken(refusal(answered)));
    }

    private ApiErrors.Refusal refusal(OutboundOutcome.Answered answered) {
        return new ApiErrors.Refusal(
                answered.status(),
                body(answered),
                answered.headers(),
                answered.retryAfter(),
                clock.instant(),
                use.provider().quotaTimeZone());
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
