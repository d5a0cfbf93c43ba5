package dev.concierge.server.webhooks;

import dev.concierge.server.encryption.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One of the notifications in a body of Microsoft Graph ({@code changeNotification}).
 *
 * @param state what names and proves its channel
 * @param subscription Microsoft's name for the subscription
 * @param lifecycle what happened to the subscription itself; empty for a change of what is watched
 * @param once what no other change has: the thing, what happened to it and its version; empty where Microsoft does not say
 */
record GraphNotification(ClientState state, String subscription, String lifecycle, String once) {
    private static final int LONGEST = 2000;

    /** Empty for what has no {@code clientState} of ours. */
    static Optional<GraphNotification> read(JsonNode json) {
        return ClientState.read(json.path("clientState").asString(""))
                .map(state -> new GraphNotification(
                        state,
                        json.path("subscriptionId").asString(""),
                        json.path("lifecycleEvent").asString(""),
                        once(json)));
    }

    private static String once(JsonNode json) {
        JsonNode thing = json.path("resourceData");
        String id = thing.path("id").asString("");
        String version = thing.path("@odata.etag").asString("");
        boolean said = !id.isEmpty() && !version.isEmpty() && id.length() + version.length() < LONGEST;
        return said ? json.path("changeType").asString("") + '\n' + id + '\n' + version : "";
    }

    /** For the list of what was taken. */
    byte[] hash() {
        return Secret.of((state.channel() + "\n" + once).getBytes(StandardCharsets.UTF_8))
                .sha256();
    }
}
