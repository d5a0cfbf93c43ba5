package dev.concierge.server.oauth;

import dev.concierge.server.catalog.ErrorRule.Cause;
import dev.concierge.server.catalog.ErrorRule.Step;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.TokenExchange;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.Troubles.Found;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import dev.concierge.server.outbound.OutboundRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Calls token endpoints in the dialect of the catalog and reads their answers strictly. */
@Component
class TokenCalls {
    private static final Logger log = LoggerFactory.getLogger(TokenCalls.class);

    private final Outbound outbound;
    private final Clock clock;

    TokenCalls(Outbound outbound, Clock clock) {
        this.outbound = outbound;
        this.clock = clock;
    }

    /**
     * Presents a grant.
     *
     * @param sendBy the last moment at which it may leave; null: no such moment
     */
    TokenAnswer present(
            Provider provider,
            Registration registration,
            Step step,
            Map<String, List<String>> parameters,
            @Nullable Instant sendBy) {
        return send(
                provider,
                step,
                Messages.token(
                        provider, registration, word(step), provider.token().endpoint(), parameters, true),
                sendBy);
    }

    /** Presents a living access token for another one. */
    TokenAnswer extend(
            Provider provider,
            Registration registration,
            Step step,
            TokenExchange exchange,
            Secret accessToken,
            @Nullable Instant sendBy) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put("grant_type", List.of(exchange.grantType()));
        parameters.put(exchange.parameter(), List.of(accessToken.reveal()));
        return send(
                provider,
                step,
                Messages.token(
                        provider, registration, "extend", exchange.endpoint(), parameters, exchange.authenticated()),
                sendBy);
    }

    private TokenAnswer send(Provider provider, Step step, OutboundRequest.Builder request, @Nullable Instant sendBy) {
        request.deadline(deadline(sendBy));
        if (sendBy != null) {
            request.sendBy(sendBy);
        }
        return switch (outbound.send(request.build())) {
            case Unreachable unreachable -> new TokenAnswer.Trouble(Troubles.of(unreachable));
            case Answered answer -> read(provider, step, answer);
        };
    }

    /** Who says when it must be sent holds a lease that is a little longer: the whole call ends by then, too. */
    private Duration deadline(@Nullable Instant sendBy) {
        Duration left = sendBy == null ? TokenEndpoint.DEADLINE : Duration.between(clock.instant(), sendBy);
        return left.isPositive() && left.compareTo(TokenEndpoint.DEADLINE) < 0 ? left : TokenEndpoint.DEADLINE;
    }

    private static TokenAnswer read(Provider provider, Step step, Answered answer) {
        Found trouble = Troubles.of(answer);
        if (trouble != null) {
            log.warn("{} {}: {} by status {}", provider.id(), word(step), trouble.trouble(), answer.status());
            return new TokenAnswer.Trouble(trouble);
        }
        Optional<JsonNode> fields = TokenAnswers.fields(provider, answer);
        boolean mayBeError = answer.status() >= 400
                || (answer.successful() && provider.token().errorsUnder200());
        if (mayBeError) {
            Optional<OAuthError> error = fields.flatMap(found -> ErrorAnswers.read(provider, step, found));
            if (error.isPresent()) {
                return refusal(provider, step, error.get(), answer);
            }
        }
        if (!answer.successful()) {
            return garbled(provider, step, answer);
        }
        return fields.flatMap(found -> TokenAnswers.tokens(provider, found)
                        .<TokenAnswer>map(tokens -> new TokenAnswer.Tokens(tokens, found)))
                .orElseGet(() -> garbled(provider, step, answer));
    }

    private static TokenAnswer refusal(Provider provider, Step step, OAuthError error, Answered answer) {
        log.warn(
                "{} {}: status {}, error {} ({}): {}",
                provider.id(),
                word(step),
                answer.status(),
                error.code(),
                error.cause().map(Enum::name).orElse("unknown"),
                error.description());
        return error.cause().filter(Cause.RETRY::equals).isPresent()
                ? new TokenAnswer.Trouble(Troubles.told(error, answer))
                : new TokenAnswer.Refusal(error, Troubles.unknown(answer));
    }

    private static TokenAnswer garbled(Provider provider, Step step, Answered answer) {
        log.warn(
                "{} {}: status {} with an answer that is none, {} bytes",
                provider.id(),
                word(step),
                answer.status(),
                answer.content().size());
        return new TokenAnswer.Trouble(Troubles.garbled(answer));
    }

    private static String word(Step step) {
        return step.name().toLowerCase(Locale.ROOT);
    }
}
