package dev.concierge.server.integrations.web;

import dev.concierge.server.audit.UsageCount;
import dev.concierge.server.audit.UsageCounts;
import dev.concierge.server.identity.ApiKey;
import dev.concierge.server.identity.ApiKeys;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.web.Caller;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Gathers the last thirty days of an integration's use, with the callers' names. */
@Component
class UsageViews {
    private static final int DAYS = 30;

    /** Callers by name; the rest are one line. */
    private static final int NAMED = 8;

    private final UsageCounts counts;
    private final ApiKeys keys;

    UsageViews(UsageCounts counts, ApiKeys keys) {
        this.counts = counts;
        this.keys = keys;
    }

    UsageView of(Caller.Person person, Integration integration) {
        LocalDate today = counts.today();
        LocalDate first = today.minusDays(DAYS - 1);
        List<UsageCount> found = counts.of(person.accountId(), integration.id(), first, today);
        return new UsageView(days(first, today, found), callers(person, found));
    }

    private static List<UsageView.Day> days(LocalDate first, LocalDate last, List<UsageCount> found) {
        Map<LocalDate, UsageView.Day> used = found.stream()
                .collect(Collectors.toMap(
                        UsageCount::day,
                        count -> new UsageView.Day(count.day(), count.vends(), count.refreshes()),
                        (a, b) -> new UsageView.Day(a.day(), a.vends() + b.vends(), a.refreshes() + b.refreshes())));
        return first.datesUntil(last.plusDays(1))
                .map(day -> used.getOrDefault(day, new UsageView.Day(day, 0, 0)))
                .toList();
    }

    private List<UsageView.Caller> callers(Caller.Person person, List<UsageCount> found) {
        Map<String, String> names =
                keys.list(person).stream().collect(Collectors.toMap(key -> "key:" + key.id(), ApiKey::name));
        Map<String, UsageView.Caller> callers = new HashMap<>();
        for (UsageCount count : found) {
            UsageView.Caller caller = named(person, names, count);
            callers.merge(caller.kind() + caller.name(), caller, (a, b) -> sum(a.kind(), a.name(), List.of(a, b)));
        }
        List<UsageView.Caller> sorted = callers.values().stream()
                .sorted(Comparator.comparingLong(UsageView.Caller::vends)
                        .thenComparingLong(UsageView.Caller::refreshes)
                        .reversed()
                        .thenComparing(UsageView.Caller::name))
                .toList();
        if (sorted.size() <= NAMED + 1) {
            return sorted;
        }
        List<UsageView.Caller> others = sorted.subList(NAMED, sorted.size());
        List<UsageView.Caller> shown = new ArrayList<>(sorted.subList(0, NAMED));
        shown.add(sum(UsageView.Kind.KEY, others.size() + " others", others));
        return shown;
    }

    private static UsageView.Caller named(Caller.Person person, Map<String, String> names, UsageCount count) {
        return switch (count.caller()) {
            case "schedule" -> caller(UsageView.Kind.CONCIERGE, "Concierge’s schedule", count);
            case "sync" -> caller(UsageView.Kind.CONCIERGE, "Concierge’s sync", count);
            case String you when you.equals(person.actor()) -> caller(UsageView.Kind.PERSON, "You", count);
            case String key when names.containsKey(key) -> caller(UsageView.Kind.KEY, names.get(key), count);
            default -> caller(UsageView.Kind.KEY, "API keys that are gone", count);
        };
    }

    private static UsageView.Caller caller(UsageView.Kind kind, String name, UsageCount count) {
        return new UsageView.Caller(kind, name, count.vends(), count.refreshes());
    }

    private static UsageView.Caller sum(UsageView.Kind kind, String name, List<UsageView.Caller> callers) {
        return new UsageView.Caller(
                kind,
                name,
                callers.stream().mapToLong(UsageView.Caller::vends).sum(),
                callers.stream().mapToLong(UsageView.Caller::refreshes).sum());
    }
}
