package dev.concierge.server.dashboard.web;

import dev.concierge.server.integrations.IntegrationState;
import dev.concierge.server.integrations.ScopeOffers;
import dev.concierge.server.integrations.Standing;
import dev.concierge.server.integrations.Standings;
import dev.concierge.server.sync.SyncReader;
import dev.concierge.server.sync.SyncRun;
import dev.concierge.server.web.Action;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Notice;
import dev.concierge.server.web.Tone;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gathers how an account's streams are, by provider; from the streams' own counters, so that it costs the same however many records there are. */
@Component
class AnalyticsViews {
    private final Standings standings;
    private final SyncReader reader;
    private final HistoryViews history;
    private final ChartsViews charts;
    private final ScopeOffers offers;
    private final Clock clock;

    AnalyticsViews(
            Standings standings,
            SyncReader reader,
            HistoryViews history,
            ChartsViews charts,
            ScopeOffers offers,
            Clock clock) {
        this.standings = standings;
        this.reader = reader;
        this.history = history;
        this.charts = charts;
        this.offers = offers;
        this.clock = clock;
    }

    private record StreamKey(UUID integrationId, String stream) {}

    /**
     * The whole page.
     *
     * @param open the provider whose details are shown from the start; null for none
     */
    AnalyticsView page(Caller.Person person, @Nullable String open, @Nullable Notice news) {
        AnalyticsView live = part(person, open, news);
        return new AnalyticsView(
                live.at(),
                live.news(),
                live.notices(),
                live.platforms(),
                history.of(person, HistoryQuery.ALL, null),
                charts.of(person));
    }

    /** What it looks at again and again. */
    AnalyticsView part(Caller.Person person, @Nullable String open, @Nullable Notice news) {
        List<Standing> standing = standings.live(person.accountId());
        SyncReader.Progress progress = reader.progress(person.accountId());
        Map<UUID, List<SyncReader.Status>> streams =
                progress.streams().stream().collect(Collectors.groupingBy(SyncReader.Status::integrationId));
        Map<StreamKey, SyncRun> underway = progress.runs().stream()
                .collect(Collectors.toMap(
                        run -> new StreamKey(run.integrationId(), run.stream()), run -> run, (first, _) -> first));
        List<AnalyticsView.Platform> platforms = standing.stream()
                .collect(Collectors.groupingBy(
                        one -> one.integration().provider(), LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(some -> platform(person, some, streams, underway, open))
                .toList();
        return new AnalyticsView(
                clock.instant(),
                news,
                standing.stream()
                        .filter(one -> one.note() != null)
                        .map(AnalyticsViews::notice)
                        .toList(),
                platforms,
                null,
                null);
    }

    private static Notice notice(Standing standing) {
        return new Notice(
                standing.badge().tone(),
                standing.integration().label() + (standing.endsAt() == null ? " stands still." : " ends soon."),
                String.valueOf(standing.note()),
                reconnect(standing));
    }

    private static @Nullable Action reconnect(Standing standing) {
        return standing.needsPerson()
                ? Action.post(
                        "Reconnect " + standing.provider(),
                        "/integrations/" + standing.integration().id() + "/reconnect")
                : null;
    }

    private AnalyticsView.Platform platform(
            Caller.Person person,
            List<Standing> standing,
            Map<UUID, List<SyncReader.Status>> streams,
            Map<StreamKey, SyncRun> runs,
            @Nullable String open) {
        String id = standing.getFirst().integration().provider();
        List<AnalyticsView.Account> accounts = standing.stream()
                .map(one -> account(
                        person, one, streams.getOrDefault(one.integration().id(), List.of()), runs))
                .toList();
        return new AnalyticsView.Platform(id, standing.getFirst().mark(), worst(accounts), id.equals(open), accounts);
    }

    private AnalyticsView.Account account(
            Caller.Person person, Standing standing, List<SyncReader.Status> streams, Map<StreamKey, SyncRun> runs) {
        List<AnalyticsView.Stream> shown = streams.stream()
                .map(stream -> stream(
                        person, standing, stream, runs.get(new StreamKey(stream.integrationId(), stream.stream()))))
                .toList();
        boolean active = standing.integration().state() == IntegrationState.ACTIVE;
        return new AnalyticsView.Account(
                standing.integration().id(),
                standing.integration().label(),
                standing.badge(),
                standing.note(),
                reconnect(standing),
                active && streams.stream().anyMatch(AnalyticsViews::runs),
                shown);
    }

    private static boolean runs(SyncReader.Status stream) {
        return !stream.state().equals("paused") && !stream.state().equals("not_allowed");
    }

    private AnalyticsView.Stream stream(
            Caller.Person person, Standing standing, SyncReader.Status stream, @Nullable SyncRun run) {
        boolean begun = stream.running() || stream.queued();
        return new AnalyticsView.Stream(
                stream.title(),
                stream.records(),
                stream.lastRunAt(),
                stream.nextRunAt(),
                SyncWords.badge(stream),
                begun ? null : SyncWords.why(stream.cause(), standing.provider()),
                begun || (stream.state().equals("waiting") && stream.nextRunAt() != null),
                stream.running() && run != null ? progress(run) : null,
                stream.state().equals("not_allowed")
                        ? offers.of(person, standing.integration(), reader.needs(stream.stream()))
                        : null);
    }

    private static AnalyticsView.Progress progress(SyncRun run) {
        return new AnalyticsView.Progress(run.pages(), run.added() + run.changed() + run.removed());
    }

    /** What a provider's row says: the most urgent of its accounts' states. */
    private static Badge worst(List<AnalyticsView.Account> accounts) {
        return accounts.stream()
                .map(AnalyticsView.Account::badge)
                .min(Comparator.comparingInt(badge -> urgency(badge.tone())))
                .orElseThrow();
    }

    private static int urgency(Tone tone) {
        return switch (tone) {
            case BAD -> 0;
            case WARN -> 1;
            case INFO -> 2;
            case PLAIN -> 3;
            case OK -> 4;
        };
    }
}
