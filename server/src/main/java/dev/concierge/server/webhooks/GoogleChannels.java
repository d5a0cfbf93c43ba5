package dev.concierge.server.webhooks;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundOutcome;
import dev.concierge.server.outbound.OutboundRequest;
import dev.concierge.server.vault.FreshToken;
import dev.concierge.server.vault.Vault;
import dev.concierge.server.web.PublicUrl;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Opens and ends channels at Google's APIs: {@code POST …/watch} and {@code POST /channels/stop} (Calendar API, "Push notifications"). */
@Component
class GoogleChannels {
    private static final String CALLER = "sync";
    private static final String STEP = "watch";
    private static final Duration LIFE_WANTED = Duration.ofMinutes(1);
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int ANSWER_LIMIT = 64 * 1024;
    private static final int LONGEST_REMOTE_ID = 400;
    private static final Duration LONGEST_LIFE = Duration.ofDays(60);

    private final Vault vault;
    private final Outbound outbound;
    private final Catalog catalog;
    private final PublicUrl publicUrl;
    private final JsonMapper json;

    GoogleChannels(Vault vault, Outbound outbound, Catalog catalog, PublicUrl publicUrl, JsonMapper json) {
        this.vault = vault;
        this.outbound = outbound;
        this.catalog = catalog;
        this.publicUrl = publicUrl;
        this.json = json;
    }

    /** What came of asking for a channel. */
    sealed interface Outcome {
        /** @param expiresAt when Google ends it */
        record Opened(String remoteId, Instant expiresAt) implements Outcome {}

        /** Google does not want to: this cannot be watched, or not by us. */
        record Refused() implements Outcome {}

        /** Nobody knows; it may have been opened. */
        record Unanswered() implements Outcome {}
    }

    /**
     * Asks for a channel. Never inside a transaction.
     *
     * @throws dev.concierge.server.problem.ProblemException when no token can be had
     */
    Outcome open(Integration integration, PushChannel channel, Secret secret, Instant now) {
        Map<String, String> body = Map.of(
                "id",
                channel.id().toString(),
                "type",
                "web_hook",
                "address",
                publicUrl.resolve(GooglePushApi.PATH).toString(),
                "token",
                secret.reveal());
        return switch (send(
                integration,
                channel.target().api(),
                channel.target().path() + "/watch",
                "/watch",
                json.writeValueAsString(body))) {
            case OutboundOutcome.Answered answered when answered.successful() -> read(answered, now);
            case OutboundOutcome.Answered answered
            when answered.status() >= 500 || answered.status() == 429 || answered.status() == 401 ->
                new Outcome.Unanswered();
            case OutboundOutcome.Answered _ -> new Outcome.Refused();
            case OutboundOutcome.Unreachable _ -> new Outcome.Unanswered();
        };
    }

    private Outcome read(OutboundOutcome.Answered answered, Instant now) {
        try {
            JsonNode body = json.readTree(answered.content().bytes());
            String remoteId = body.path("resourceId").asString("");
            Instant end =
                    Instant.ofEpochMilli(Long.parseLong(body.path("expiration").asString("0")));
            boolean usable = !remoteId.isEmpty()
                    && remoteId.length() <= LONGEST_REMOTE_ID
                    && end.isAfter(now)
                    && end.isBefore(now.plus(LONGEST_LIFE));
            return usable ? new Outcome.Opened(remoteId, end) : new Outcome.Unanswered();
        } catch (JacksonException | NumberFormatException _) {
            return new Outcome.Unanswered();
        }
    }

    /** Ends a channel; whether Google heard it makes no difference: its pushes are refused from now on. */
    void stop(Integration integration, PushChannel channel) {
        if (channel.remoteId() != null) {
            Map<String, String> body = Map.of("id", channel.id().toString(), "resourceId", channel.remoteId());
            send(
                    integration,
                    channel.target().api(),
                    "/channels/stop",
                    "/channels/stop",
                    json.writeValueAsString(body));
        }
    }

    private OutboundOutcome send(Integration integration, String api, String path, String template, String body) {
        Provider provider = catalog.require(integration.provider());
        FreshToken token = vault.freshToken(
                integration.accountId(), Objects.requireNonNull(integration.grantId()), LIFE_WANTED, CALLER);
        return outbound.send(OutboundRequest.to(
                        provider.id(),
                        STEP,
                        provider.allowedHosts(),
                        OutboundRequest.Method.POST,
                        URI.create(provider.api(api).baseUrl() + path))
                .template(template)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token.accessToken().reveal())
                .json(body)
                .deadline(DEADLINE)
                .answerLimit(ANSWER_LIMIT)
                .build());
    }
}
