package dev.concierge.sandbox.google;

import dev.concierge.sandbox.dialect.Pushing;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The channels of all clients, and the pushes on them: one POST without a body for each change, sent before whatever changed the calendar is answered,
 * so that a test knows when it is over. What cannot be delivered is not sent again. They are forgotten when the sandbox ends.
 */
final class PushChannels {
    private final Clock clock;
    private final Map<String, PushChannel> channels = new ConcurrentHashMap<>();

    PushChannels(Clock clock) {
        this.clock = clock;
    }

    /** Opens a channel and greets it. @return false when the project has one of that id */
    boolean open(PushChannel channel) {
        if (channels.putIfAbsent(key(channel.project(), channel.id()), channel) != null) {
            return false;
        }
        push(channel, "sync");
        return true;
    }

    /** @return false when there is none of that id and resource */
    boolean stop(String project, String id, String resourceId) {
        var there = channels.get(key(project, id));
        return there != null && there.resourceId().equals(resourceId) && channels.remove(key(project, id)) != null;
    }

    /**
     * Tells of a change, on every channel that still lives.
     *
     * @param state how it is told: {@code exists}, at Drive {@code change}
     */
    void changed(String watched, String state) {
        channels.values().removeIf(channel -> !clock.instant().isBefore(channel.expiresAt()));
        for (var channel : List.copyOf(channels.values())) {
            if (channel.watched().equals(watched)) {
                push(channel, state);
            }
        }
    }

    /** Those that live. */
    List<PushChannel> living() {
        return channels.values().stream()
                .filter(channel -> clock.instant().isBefore(channel.expiresAt()))
                .toList();
    }

    private void push(PushChannel channel, String state) {
        var sent = channels.computeIfPresent(key(channel.project(), channel.id()), (_, now) -> now.next());
        if (sent == null) {
            return;
        }
        var request = Pushing.to(sent.address())
                .header("X-Goog-Channel-ID", sent.id())
                .header(
                        "X-Goog-Channel-Expiration",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                sent.expiresAt().atZone(ZoneOffset.UTC)))
                .header("X-Goog-Resource-ID", sent.resourceId())
                .header("X-Goog-Resource-URI", sent.resourceUri())
                .header("X-Goog-Resource-State", state)
                .header("X-Goog-Message-Number", Long.toString(sent.number()))
                .POST(HttpRequest.BodyPublishers.noBody());
        if (!sent.token().isEmpty()) {
            request.header("X-Goog-Channel-Token", sent.token());
        }
        Pushing.send(request.build()); // what nobody takes, Google would try again
    }

    private static String key(String project, String id) {
        return project + " " + id;
    }
}
