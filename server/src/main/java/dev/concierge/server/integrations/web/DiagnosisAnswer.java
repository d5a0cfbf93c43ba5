package dev.concierge.server.integrations.web;

import dev.concierge.server.integrations.Diagnosis;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.web.PublicUrl;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with an integration, in the API.
 *
 * @param state pending, active, paused, needs_reconnect, misconfigured, disconnected
 * @param cause a stable word; null when all is well
 * @param words one to three sentences for people
 * @param whoMustAct person, operator or nobody
 * @param link the one thing to open; null when there is nothing to do
 */
record DiagnosisAnswer(
        String state,
        @Nullable String cause,
        String words,
        String whoMustAct,
        @Nullable Link link) {
    /** @param title what it does: "Reconnect Google" */
    record Link(String title, String url) {}

    static DiagnosisAnswer of(Diagnosis diagnosis, Integration integration, PublicUrl ours) {
        return new DiagnosisAnswer(
                diagnosis.state().word(),
                diagnosis.cause(),
                diagnosis.words(),
                diagnosis.whoMustAct().name().toLowerCase(Locale.ROOT),
                link(diagnosis, integration, ours));
    }

    private static @Nullable Link link(Diagnosis diagnosis, Integration integration, PublicUrl ours) {
        String page = ours.resolve("/integrations/" + integration.id()).toString();
        URI console = diagnosis.console();
        return switch (diagnosis.remedy()) {
            case NONE -> null;
            case RECONNECT -> new Link("Reconnect " + diagnosis.provider(), page);
            case ASK_AGAIN -> new Link("Ask " + diagnosis.provider() + " again", page);
            case CONNECT ->
                new Link(
                        "Connect " + diagnosis.provider() + " again",
                        ours.resolve("/integrations").toString());
            case CONSOLE ->
                console == null ? null : new Link("Our client at " + diagnosis.provider(), console.toString());
        };
    }
}
