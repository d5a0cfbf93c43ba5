package dev.concierge.server.integrations;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.ErrorWords;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Mark;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says how integrations are. */
@Component
public class Standings {
    private final Catalog catalog;
    private final Integrations integrations;
    private final NearEnds nearEnds;
    private final Optional<SyncedContent> content;
    private final Clock clock;

    Standings(
            Catalog catalog,
            Integrations integrations,
            NearEnds nearEnds,
            Optional<SyncedContent> content,
            Clock clock) {
        this.catalog = catalog;
        this.integrations = integrations;
        this.nearEnds = nearEnds;
        this.content = content;
        this.clock = clock;
    }

    public Standing of(Integration integration) {
        return of(
                integration,
                integrations.consent(integration.accountId(), integration.id()),
                content.map(synced -> synced.streams(integration.accountId(), integration.id()))
                        .orElse(List.of()));
    }

    /** How each of the account's integrations is that are not disconnected, what needs the person first; as many look-ups for many as for one. */
    public List<Standing> live(UUID accountId) {
        List<Integration> live = integrations.live(accountId);
        Map<UUID, Consent> consents = integrations.consents(accountId);
        Map<UUID, List<SyncedContent.StreamSummary>> streams =
                content.map(synced -> synced.streams(accountId)).orElse(Map.of());
        return live.stream()
                .map(one -> of(
                        one, consents.getOrDefault(one.id(), Consent.NONE), streams.getOrDefault(one.id(), List.of())))
                .toList();
    }

    private Standing of(Integration integration, Consent consent, List<SyncedContent.StreamSummary> streams) {
        Optional<Provider> provider = catalog.find(integration.provider());
        String name = provider.map(Provider::name).orElse(integration.provider());
        Instant endsAt = nearEnds.of(integration, consent).orElse(null);
        return new Standing(
                integration,
                name,
                new Mark(name, provider.map(Provider::mark).orElse(null)),
                endsAt == null ? badge(integration, consent, streams) : Badge.endsIn(daysTo(endsAt)),
                endsAt == null ? note(name, integration) : NearEnds.sentence(name, endsAt),
                endsAt,
                streams);
    }

    /** By the calendar, so that what ends tomorrow does not end today. */
    private Duration daysTo(Instant end) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return Duration.ofDays(ChronoUnit.DAYS.between(today, LocalDate.ofInstant(end, ZoneOffset.UTC)));
    }

    private static Badge badge(Integration integration, Consent consent, List<SyncedContent.StreamSummary> streams) {
        return switch (integration.state()) {
            case PENDING -> Badge.pending();
            case PAUSED -> Badge.paused();
            case NEEDS_RECONNECT -> Badge.signInAgain();
            case MISCONFIGURED -> Badge.waiting();
            case DISCONNECTED -> Badge.disconnected();
            case ACTIVE -> active(consent, streams);
        };
    }

    private static Badge active(Consent consent, List<SyncedContent.StreamSummary> streams) {
        int withheld = consent.withheld().size();
        if (withheld > 0) {
            return Badge.missing(withheld);
        }
        if (any(streams, SyncedContent.StreamState.RUNNING)) {
            return Badge.syncing();
        }
        if (any(streams, SyncedContent.StreamState.FAILED)) {
            return Badge.noAnswer();
        }
        if (any(streams, SyncedContent.StreamState.PARTIAL)) {
            return Badge.partly();
        }
        return any(streams, SyncedContent.StreamState.IN_STEP) ? Badge.inStep() : Badge.connected();
    }

    private static @Nullable String note(String provider, Integration integration) {
        return switch (integration.state()) {
            case NEEDS_RECONNECT ->
                causeInWords(provider, integration.cause()) + " Nothing new is synced. Reconnect if you still want it.";
            case MISCONFIGURED -> waits(provider, integration.cause());
            case PENDING, ACTIVE, PAUSED, DISCONNECTED -> null;
        };
    }

    private static String waits(String provider, @Nullable String cause) {
        if ("unreadable".equals(cause)) {
            return "What is kept of it here cannot be read, and is out of use. An administrator must act.";
        }
        return ErrorWords.of(cause)
                .map(words -> words.sentence(provider) + " Your connection is safe and waits.")
                .orElse(
                        provider
                                + " no longer accepts our registration. Your connection is safe and waits. An administrator must act.");
    }

    private static String causeInWords(String provider, @Nullable String cause) {
        return EndedCause.sentence(cause, provider).orElse(provider + " asked you to sign in again.");
    }

    private static boolean any(List<SyncedContent.StreamSummary> streams, SyncedContent.StreamState state) {
        return streams.stream().anyMatch(stream -> stream.state() == state);
    }
}
