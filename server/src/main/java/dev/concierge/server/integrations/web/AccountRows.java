package dev.concierge.server.integrations.web;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.integrations.SyncedContent;
import dev.concierge.server.web.Action;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Mark;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes a connected account's row, badge and note: what the person reads of its state, the same on every page. */
@Component
class AccountRows {
    private final Catalog catalog;
    private final Integrations integrations;
    private final Optional<SyncedContent> content;

    AccountRows(Catalog catalog, Integrations integrations, Optional<SyncedContent> content) {
        this.catalog = catalog;
        this.integrations = integrations;
        this.content = content;
    }

    IntegrationsView.Account row(Integration integration) {
        List<SyncedContent.StreamSummary> streams = streams(integration);
        return new IntegrationsView.Account(
                integration.id(),
                integration.label(),
                mark(integration),
                integration.upstreamLabel(),
                lastRun(streams),
                badge(integration, streams),
                note(integration),
                firstSync(streams),
                action(integration));
    }

    Badge badge(Integration integration, List<SyncedContent.StreamSummary> streams) {
        return switch (integration.state()) {
            case PENDING -> Badge.pending();
            case PAUSED -> Badge.paused();
            case NEEDS_RECONNECT -> Badge.signInAgain();
            case MISCONFIGURED -> Badge.waiting();
            case DISCONNECTED -> Badge.disconnected();
            case ACTIVE -> active(integration, streams);
        };
    }

    private Badge active(Integration integration, List<SyncedContent.StreamSummary> streams) {
        int withheld = integrations.consent(integration.accountId(), integration.id()).withheld().size();
        if (withheld > 0) {
            return Badge.missing(withheld);
        }
        if (any(streams, SyncedContent.StreamState.RUNNING)) {
            return Badge.syncing();
        }
        if (any(streams, SyncedContent.StreamState.FAILED)) {
            return Badge.noAnswer();
        }
        return any(streams, SyncedContent.StreamState.IN_STEP) ? Badge.inStep() : Badge.connected();
    }

    List<SyncedContent.StreamSummary> streams(Integration integration) {
        return content.map(synced -> synced.streams(integration.accountId(), integration.id())).orElse(List.of());
    }

    Mark mark(Integration integration) {
        return catalog.find(integration.provider()).map(Departure::mark).orElseGet(() -> new Mark(integration.provider(), null));
    }

    String providerName(Integration integration) {
        return catalog.find(integration.provider()).map(Provider::name).orElse(integration.provider());
    }

    @Nullable String note(Integration integration) {
        String provider = providerName(integration);
        return switch (integration.state()) {
            case NEEDS_RECONNECT -> causeInWords(provider, integration.cause()) + " Nothing new is synced. Reconnect if you still want it.";
            case MISCONFIGURED -> provider + " no longer accepts our registration. Your connection is safe and waits. An administrator must act.";
            case PENDING, ACTIVE, PAUSED, DISCONNECTED -> null;
        };
    }

    /** Why the provider's access ended, in the person's words. */
    static String causeInWords(String provider, @Nullable String cause) {
        return switch (cause == null ? "" : cause) {
            case "answer_lost" -> provider + " sent us a new key while our server was interrupted, and it was lost.";
            case "other_account" -> provider + " answered for another account.";
            default -> provider + " asked you to sign in again.";
        };
    }

    private @Nullable Action action(Integration integration) {
        return integration.state() == dev.concierge.server.integrations.IntegrationState.NEEDS_RECONNECT
                ? Action.post("Reconnect", "/integrations/" + integration.id() + "/reconnect")
                : null;
    }

    private static IntegrationsView.@Nullable Progress firstSync(List<SyncedContent.StreamSummary> streams) {
        return streams.stream()
                .filter(stream -> stream.state() == SyncedContent.StreamState.RUNNING && stream.lastRunAt() == null)
                .findFirst()
                .map(stream -> new IntegrationsView.Progress(stream.records(), 0))
                .orElse(null);
    }

    private static @Nullable Instant lastRun(List<SyncedContent.StreamSummary> streams) {
        return streams.stream()
                .map(SyncedContent.StreamSummary::lastRunAt)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static boolean any(List<SyncedContent.StreamSummary> streams, SyncedContent.StreamState state) {
        return streams.stream().anyMatch(stream -> stream.state() == state);
    }
}
