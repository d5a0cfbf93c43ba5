package dev.concierge.server.webhooks;

import dev.concierge.server.database.AccountScope;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes the notifications of Microsoft Graph, each by the secret of its own channel. A change is a hint, once. What is said of a subscription's life is a hint as
 * well, for something may have been missed, and has the channel looked after at once.
 */
@Component
class GraphIntake {
    private static final String DOOR = "graph";

    /** Of one body; Microsoft sends far fewer. */
    private static final int MOST = 1000;

    /** After so many that prove nothing the rest of a body is not looked at. */
    private static final int MOST_UNPROVED = 10;

    private final PushProofs proofs;
    private final AccountScope accounts;
    private final ApplicationEventPublisher events;
    private final JsonMapper json;
    private final Clock clock;

    GraphIntake(
            PushProofs proofs, AccountScope accounts, ApplicationEventPublisher events, JsonMapper json, Clock clock) {
        this.proofs = proofs;
        this.accounts = accounts;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    /** How many notifications of a body were proved, and how many were not. */
    record Result(int proved, int unproved) {
        static final Result NOTHING = new Result(0, 1);
    }

    /** @param body as it came; what cannot be read is one notification that proves nothing */
    Result take(byte[] body) {
        int proved = 0;
        int unproved = 0;
        for (JsonNode one : notifications(body)) {
            if (proved + unproved == MOST || unproved == MOST_UNPROVED) {
                break;
            }
            if (GraphNotification.read(one).filter(this::take).isPresent()) {
                proved++;
            } else {
                unproved++;
            }
        }
        return proved + unproved == 0 ? Result.NOTHING : new Result(proved, unproved);
    }

    private JsonNode notifications(byte[] body) {
        try {
            return json.readTree(body).path("value");
        } catch (JacksonException _) {
            return json.createArrayNode();
        }
    }

    /** @return whether it proved itself */
    private boolean take(GraphNotification notification) {
        ClientState state = notification.state();
        Optional<UUID> owner = proofs.owner(state.channel(), state.secret());
        if (owner.isEmpty()) {
            return false;
        }
        boolean fresh = notification.once().isEmpty() || proofs.first(DOOR, notification.hash());
        return accounts.call(owner.get(), jdbc -> take(jdbc, owner.get(), notification, fresh));
    }

    private boolean take(JdbcClient jdbc, UUID account, GraphNotification notification, boolean fresh) {
        Optional<PushChannel> found = PushChannelRepository.find(
                        jdbc, notification.state().channel())
                .filter(channel ->
                        channel.remoteId() == null || channel.remoteId().equals(notification.subscription()));
        found.filter(_ -> fresh).ifPresent(channel -> {
            lookAfter(jdbc, channel, notification.lifecycle());
            events.publishEvent(
                    new PushHint(account, channel.integrationId(), channel.provider(), channel.target().stream()));
        });
        return found.isPresent();
    }

    private void lookAfter(JdbcClient jdbc, PushChannel channel, String lifecycle) {
        switch (lifecycle) {
            case "subscriptionRemoved" -> {
                PushChannelRepository.delete(jdbc, channel.id());
                PushWatches.soon(jdbc, channel.integrationId(), clock.instant());
            }
            case "reauthorizationRequired" -> {
                PushChannelRepository.endsBy(jdbc, channel.id(), clock.instant().plus(PushKeeper.RENEWED_BEFORE));
                PushWatches.soon(jdbc, channel.integrationId(), clock.instant());
            }
            default -> {
                // a change, or missed: there is something to read, and the channel is well
            }
        }
    }
}
