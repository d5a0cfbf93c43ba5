package dev.concierge.server.webhooks;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundOutcome;
import dev.concierge.server.outbound.OutboundRequest;
import dev.concierge.server.vault.TokenHealth;
import dev.concierge.server.vault.Vault;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls to providers about channels, with the person's own token and within the budgets of calls. */
@Component
class PushCalls {
    private static final String CALLER = "sync";
    private static final String STEP = "watch";
    private static final Duration LIFE_WANTED = Duration.ofMinutes(1);
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int ANSWER_LIMIT = 256 * 1024;

    private final Vault vault;
    private final Outbound outbound;
    private final Catalog catalog;
    private final Optional<CallBudget> budget;
    private final JsonMapper json;
    private final Clock clock;

    PushCalls(
            Vault vault,
            Outbound outbound,
            Catalog catalog,
            Optional<CallBudget> budget,
            JsonMapper json,
            Clock clock) {
        this.vault = vault;
        this.outbound = outbound;
        this.catalog = catalog;
        this.budget = budget;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Makes a call.
     *
     * @throws dev.concierge.server.problem.ProblemException when no token can be had
     */
    OutboundOutcome send(Integration integration, PushCall call) {
        Provider provider = catalog.require(integration.provider());
        UUID grant = Objects.requireNonNull(integration.grantId());
        Optional<Duration> wait = budget.flatMap(counted -> counted.take(provider, grant));
        if (wait.isPresent()) {
            return new OutboundOutcome.Unreachable(OutboundOutcome.Reason.BULKHEAD_FULL, false, wait.get());
        }
        Secret token = vault.freshToken(integration.accountId(), grant, LIFE_WANTED, CALLER)
                .accessToken();
        return send(provider, token, call);
    }

    /** The token in hand, if it lives long enough for a call or two; nothing is refreshed for it. */
    Optional<Secret> inHand(Integration integration) {
        UUID grant = Objects.requireNonNull(integration.grantId());
        return vault.health(integration.accountId(), grant)
                .filter(health -> health.state() == TokenHealth.State.LIVE)
                .filter(health -> health.expiresAt() == null
                        || health.expiresAt().isAfter(clock.instant().plus(LIFE_WANTED.multipliedBy(2))))
                .map(_ -> vault.freshToken(integration.accountId(), grant, LIFE_WANTED, CALLER)
                        .accessToken());
    }

    /** Makes a call with a token of before. */
    OutboundOutcome send(Provider provider, Secret token, PushCall call) {
        OutboundRequest.Builder request = OutboundRequest.to(
                        provider.id(),
                        STEP,
                        provider.allowedHosts(),
                        call.method(),
                        URI.create(provider.api(call.api()).baseUrl() + call.path()))
                .template(call.template())
                .header("Accept", "application/json");
        provider.calling().headers().forEach(request::header);
        if (call.body() != null) {
            request.json(call.body());
        }
        return outbound.send(request.header("Authorization", "Bearer " + token.reveal())
                .deadline(DEADLINE)
                .answerLimit(ANSWER_LIMIT)
                .build());
    }

    /**
     * Makes a call that asks for a channel.
     *
     * @param read what a success says
     */
    Opening ask(Integration integration, PushCall call, Function<JsonNode, Opening> read) {
        return opening(send(integration, call), read);
    }

    /** What an answer comes to. A token that was refused is renewed by the next try. */
    Opening opening(OutboundOutcome outcome, Function<JsonNode, Opening> read) {
        return switch (outcome) {
            case OutboundOutcome.Answered answered when answered.successful() -> success(answered, read);
            case OutboundOutcome.Answered answered
            when answered.status() >= 500 || answered.status() == 429 || answered.status() == 401 ->
                new Opening.Unanswered();
            case OutboundOutcome.Answered _ -> new Opening.Refused();
            case OutboundOutcome.Unreachable _ -> new Opening.Unanswered();
        };
    }

    private Opening success(OutboundOutcome.Answered answered, Function<JsonNode, Opening> read) {
        try {
            return read.apply(body(answered));
        } catch (JacksonException | DateTimeException | NumberFormatException _) {
            return new Opening.Unanswered();
        }
    }

    /** @throws JacksonException when it is no JSON */
    JsonNode body(OutboundOutcome.Answered answered) {
        return json.readTree(answered.content().bytes());
    }

    String json(Object body) {
        return json.writeValueAsString(body);
    }
}
