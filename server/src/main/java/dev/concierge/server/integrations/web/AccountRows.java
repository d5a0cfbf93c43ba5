package dev.concierge.server.integrations.web;

import dev.concierge.server.integrations.Standing;
import dev.concierge.server.integrations.SyncedContent;
import dev.concierge.server.web.Action;
import org.jspecify.annotations.Nullable;

/** Makes the row of a connected account from its standing. */
final class AccountRows {
    private AccountRows() {}

    static IntegrationsView.Account row(Standing standing) {
        return new IntegrationsView.Account(
                standing.integration().id(),
                standing.integration().label(),
                standing.mark(),
                standing.integration().upstreamLabel(),
                standing.lastRunAt(),
                standing.badge(),
                standing.note(),
                firstSync(standing),
                standing.needsPerson()
                        ? Action.post(
                                "Reconnect",
                                "/integrations/" + standing.integration().id() + "/reconnect")
                        : null);
    }

    private static IntegrationsView.@Nullable Progress firstSync(Standing standing) {
        return standing.streams().stream()
                .filter(stream -> stream.state() == SyncedContent.StreamState.RUNNING && stream.lastRunAt() == null)
                .findFirst()
                .map(stream -> new IntegrationsView.Progress(stream.records(), 0))
                .orElse(null);
    }
}
