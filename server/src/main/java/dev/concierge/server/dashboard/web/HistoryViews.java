package dev.concierge.server.dashboard.web;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.sync.RunFilter;
import dev.concierge.server.sync.SyncReader;
import dev.concierge.server.sync.SyncRun;
import dev.concierge.server.web.Caller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gathers what ran, with the names that people know. */
@Component
class HistoryViews {
    private static final int SHOWN = 20;
    private static final int AT_ONCE = 200;
    private static final int MOST_IN_A_FILE = 10_000;

    private final SyncReader reader;
    private final Integrations integrations;
    private final Catalog catalog;

    HistoryViews(SyncReader reader, Integrations integrations, Catalog catalog) {
        this.reader = reader;
        this.integrations = integrations;
        this.catalog = catalog;
    }

    /** One page of the list. */
    HistoryView of(Caller.Person person, HistoryQuery query, @Nullable PagePlace before) {
        Names names = names(person.accountId());
        List<SyncRun> found = reader.runs(person.accountId(), names.filter(query), position(before), SHOWN + 1);
        List<SyncRun> shown = found.subList(0, Math.min(SHOWN, found.size()));
        return new HistoryView(
                query,
                names.platforms(),
                shown.stream().map(names::run).toList(),
                HistoryPage.PAGE + query.address(before == null ? "" : before.text()),
                HistoryPage.PAGE + ".csv" + query.address(""),
                before == null ? null : HistoryPage.PAGE + query.address(""),
                found.size() <= SHOWN
                        ? null
                        : HistoryPage.PAGE
                                + query.address(place(shown.getLast()).text()));
    }

    /** All of the list, at most ten thousand. */
    List<HistoryView.Run> all(Caller.Person person, HistoryQuery query) {
        Names names = names(person.accountId());
        List<HistoryView.Run> all = new ArrayList<>();
        List<SyncRun> page = reader.runs(person.accountId(), names.filter(query), null, AT_ONCE);
        while (!page.isEmpty()) {
            page.forEach(run -> all.add(names.run(run)));
            page = page.size() < AT_ONCE || all.size() >= MOST_IN_A_FILE
                    ? List.of()
                    : reader.runs(
                            person.accountId(),
                            names.filter(query),
                            page.getLast().position(),
                            AT_ONCE);
        }
        return all;
    }

    /** One run; empty for one that is not there, or somebody else's. */
    Optional<RunView> run(Caller.Person person, UUID id) {
        // Asked first: a run that begins in between is found below.
        boolean wanted = reader.isWanted(person.accountId(), id);
        Optional<RunView> found = reader.run(person.accountId(), id)
                .map(run -> new RunView(id, names(person.accountId()).run(run)));
        return found.or(() -> wanted ? Optional.of(new RunView(id, null)) : Optional.empty());
    }

    private Names names(UUID accountId) {
        List<Integration> live = integrations.live(accountId);
        Map<String, String> providers = new LinkedHashMap<>();
        live.forEach(one -> providers.put(
                one.provider(), catalog.find(one.provider()).map(Provider::name).orElse(one.provider())));
        Map<String, String> titles = reader.status(accountId).stream()
                .collect(Collectors.toMap(SyncReader.Status::stream, SyncReader.Status::title, (first, _) -> first));
        return new Names(
                live.stream().collect(Collectors.toMap(Integration::id, Function.identity())), providers, titles);
    }

    private static SyncRun.@Nullable Position position(@Nullable PagePlace place) {
        return place == null ? null : new SyncRun.Position(place.at(), place.id());
    }

    private static PagePlace place(SyncRun run) {
        return new PagePlace(run.startedAt(), run.id());
    }

    /**
     * What people call the account's things.
     *
     * @param providers names by id
     * @param titles of streams by name
     */
    private record Names(
            Map<UUID, Integration> integrations, Map<String, String> providers, Map<String, String> titles) {
        List<HistoryView.Choice> platforms() {
            return providers.entrySet().stream()
                    .map(one -> new HistoryView.Choice(one.getKey(), one.getValue()))
                    .toList();
        }

        RunFilter filter(HistoryQuery query) {
            return new RunFilter(
                    query.platform().isEmpty() ? null : query.platform(),
                    query.wanted(),
                    query.words().isEmpty() ? null : about(query.words()));
        }

        private RunFilter.About about(String words) {
            Set<UUID> named = new LinkedHashSet<>();
            integrations.forEach((id, one) -> {
                if (SyncWords.holds(one.label(), words) || SyncWords.holds(provider(one.provider()), words)) {
                    named.add(id);
                }
            });
            Set<String> streams = titles.entrySet().stream()
                    .filter(one -> SyncWords.holds(one.getValue(), words))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toUnmodifiableSet());
            return new RunFilter.About(named, streams, SyncWords.causesSaying(words, providers.values()));
        }

        HistoryView.Run run(SyncRun run) {
            Integration integration = integrations.get(run.integrationId());
            String provider = provider(run.provider());
            return new HistoryView.Run(
                    run.id(),
                    run.integrationId(),
                    titles.getOrDefault(run.stream(), run.stream()),
                    integration == null ? provider : integration.label(),
                    provider,
                    run.manual(),
                    run.startedAt(),
                    run.endedAt(),
                    run.pages(),
                    run.added(),
                    run.changed(),
                    run.removed(),
                    run.malformed(),
                    SyncWords.badge(run),
                    SyncWords.why(run, provider));
        }

        private String provider(String id) {
            return providers.getOrDefault(id, id);
        }
    }
}
