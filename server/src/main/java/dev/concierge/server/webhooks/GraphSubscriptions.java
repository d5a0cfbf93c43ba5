package dev.concierge.server.webhooks;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.outbound.OutboundOutcome;
import dev.concierge.server.outbound.OutboundRequest.Method;
import dev.concierge.server.web.PublicUrl;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Subscriptions of Microsoft Graph ({@code /subscriptions}; "subscription resource type", "Receive change notifications through webhooks"). Microsoft asks the
 * address for an echo before it answers, and takes one subscription of an app for one thing of one person.
 */
@Component
class GraphSubscriptions implements PushDialect {
    private static final String ALL = "/subscriptions";
    private static final String ONE = "/subscriptions/{id}";
    private static final int CONFLICT = 409;

    /** Microsoft allows 10,080 minutes for Outlook and 42,300 for OneDrive, by its own clock. */
    private static final Duration LESS = Duration.ofMinutes(30);

    private static final Duration OUTLOOK = Duration.ofDays(7).minus(LESS);
    private static final Duration DRIVE = Duration.ofHours(705).minus(LESS);

    private final PushCalls calls;
    private final PushProofs proofs;
    private final PublicUrl publicUrl;

    GraphSubscriptions(PushCalls calls, PushProofs proofs, PublicUrl publicUrl) {
        this.calls = calls;
        this.proofs = proofs;
        this.publicUrl = publicUrl;
    }

    @Override
    public Provider.Push word() {
        return Provider.Push.SUBSCRIPTIONS;
    }

    @Override
    public Opening open(Integration integration, PushChannel channel, Secret secret, Instant now) {
        String address = address() + channel.id();
        Map<String, String> body = Map.of(
                "changeType",
                isDrive(channel) ? "updated" : "created,updated,deleted",
                "notificationUrl",
                address,
                "lifecycleNotificationUrl",
                address,
                "resource",
                resource(channel),
                "expirationDateTime",
                end(channel, now),
                "clientState",
                new ClientState(channel.id(), secret).reveal());
        OutboundOutcome outcome =
                calls.send(integration, PushCall.post(channel.target().api(), ALL, ALL, calls.json(body)));
        return outcome instanceof OutboundOutcome.Answered answered && answered.status() == CONFLICT
                ? afterConflict(integration, channel)
                : calls.opening(outcome, answer -> opened(answer, now));
    }

    @Override
    public Opening renew(Integration integration, PushChannel channel, Instant now) {
        String body = calls.json(Map.of("expirationDateTime", end(channel, now)));
        PushCall longer = one(Method.PATCH, channel, String.valueOf(channel.remoteId()), body);
        return calls.ask(integration, longer, answer -> opened(answer, now));
    }

    @Override
    public Optional<PushCall> ending(PushChannel channel) {
        return Optional.ofNullable(channel.remoteId()).map(id -> one(Method.DELETE, channel, id, null));
    }

    /**
     * There is one already. If its making was never answered, so that nobody knows its secret, it is ended, and the next try succeeds. If another
     * connection of the same account at Microsoft has it, it stays.
     */
    private Opening afterConflict(Integration integration, PushChannel channel) {
        OutboundOutcome listed = calls.send(
                integration, new PushCall(Method.GET, channel.target().api(), ALL, ALL, null));
        if (!(listed instanceof OutboundOutcome.Answered answered) || !answered.successful()) {
            return new Opening.Unanswered();
        }
        boolean ended = false;
        try {
            for (JsonNode one : calls.body(answered).path("value")) {
                Optional<UUID> id = PushIds.read(one.path("id").asString(""));
                if (id.isPresent() && isNobodys(one)) {
                    calls.send(integration, one(Method.DELETE, channel, id.get().toString(), null));
                    ended = true;
                }
            }
        } catch (JacksonException _) {
            return new Opening.Unanswered();
        }
        return ended ? new Opening.Unanswered() : new Opening.Refused();
    }

    /** Whether it leads here, to a channel that is not there. */
    private boolean isNobodys(JsonNode subscription) {
        String address = subscription.path("notificationUrl").asString("");
        return address.startsWith(address())
                && PushIds.read(address.substring(address().length()))
                        .filter(id -> !proofs.known(id))
                        .isPresent();
    }

    private static Opening opened(JsonNode answer, Instant now) {
        String id = answer.path("id").asString("");
        Instant end = Instant.parse(answer.path("expirationDateTime").asString(""));
        return PushIds.read(id).isPresent() ? Opening.opened(id, end, now) : new Opening.Unanswered();
    }

    private static PushCall one(Method method, PushChannel channel, String id, @Nullable String body) {
        return new PushCall(method, channel.target().api(), ALL + "/" + id, ONE, body);
    }

    /** Where notifications of a channel go, without the channel. */
    private String address() {
        return publicUrl.resolve(GraphPushApi.PATH) + "?channel=";
    }

    private static String resource(PushChannel channel) {
        return channel.target().path().substring(1);
    }

    private static String end(PushChannel channel, Instant now) {
        return now.plus(isDrive(channel) ? DRIVE : OUTLOOK)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    private static boolean isDrive(PushChannel channel) {
        return channel.target().path().startsWith("/me/drive");
    }
}
