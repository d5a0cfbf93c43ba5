package dev.concierge.server.webhooks;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.outbound.OutboundRequest.Method;
import dev.concierge.server.web.PublicUrl;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Channels of Google's APIs: {@code POST …/watch} and {@code POST /channels/stop} (Calendar API, "Push notifications"; Drive API, "Notifications for resource
 * changes"). They are never prolonged.
 */
@Component
class GoogleChannels implements PushDialect {
    private static final String WATCH = "/watch";
    private static final String STOP = "/channels/stop";

    /** Drive's feed is watched from a place in it on; the stream reads on from its own, so any will do. */
    private static final String CHANGES = "/changes";

    private static final String PLACE = "/changes/startPageToken";

    private final PushCalls calls;
    private final PublicUrl publicUrl;

    GoogleChannels(PushCalls calls, PublicUrl publicUrl) {
        this.calls = calls;
        this.publicUrl = publicUrl;
    }

    @Override
    public Provider.Push word() {
        return Provider.Push.CHANNELS;
    }

    @Override
    public Opening open(Integration integration, PushChannel channel, Secret secret, Instant now) {
        if (!channel.target().path().equals(CHANGES)) {
            return open(integration, channel, "", secret, now);
        }
        PushCall place = new PushCall(Method.GET, channel.target().api(), PLACE, PLACE, null);
        return calls.ask(integration, place, answer -> {
            String from = answer.path("startPageToken").asString("");
            return from.matches("[A-Za-z0-9_-]{1,100}")
                    ? open(integration, channel, "?pageToken=" + from, secret, now)
                    : new Opening.Unanswered();
        });
    }

    private Opening open(Integration integration, PushChannel channel, String query, Secret secret, Instant now) {
        Map<String, String> body = Map.of(
                "id",
                channel.id().toString(),
                "type",
                "web_hook",
                "address",
                publicUrl.resolve(GooglePushApi.PATH).toString(),
                "token",
                secret.reveal());
        PushTarget target = channel.target();
        return calls.ask(
                integration,
                PushCall.post(target.api(), target.path() + WATCH + query, WATCH, calls.json(body)),
                answer -> opened(answer, now));
    }

    private static Opening opened(JsonNode answer, Instant now) {
        long end = Long.parseLong(answer.path("expiration").asString("0"));
        return Opening.opened(answer.path("resourceId").asString(""), Instant.ofEpochMilli(end), now);
    }

    @Override
    public Opening renew(Integration integration, PushChannel channel, Instant now) {
        return new Opening.Refused();
    }

    @Override
    public Optional<PushCall> ending(PushChannel channel) {
        return Optional.ofNullable(channel.remoteId())
                .map(resource -> Map.of("id", channel.id().toString(), "resourceId", resource))
                .map(body -> PushCall.post(channel.target().api(), STOP, STOP, calls.json(body)));
    }
}
