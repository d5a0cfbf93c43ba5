package dev.concierge.server.dashboard.web;

import dev.concierge.server.audit.UsageCounts;
import dev.concierge.server.audit.UsageDay;
import dev.concierge.server.sync.RunDay;
import dev.concierge.server.sync.SyncReader;
import dev.concierge.server.web.Caller;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Gathers two weeks of figures, from counters alone: a row for each day and stream, day and caller, or stream. */
@Component
class ChartsViews {
    private static final int DAYS = 14;

    private final SyncReader reader;
    private final UsageCounts usage;
    private final FiguresViews figures;

    ChartsViews(SyncReader reader, UsageCounts usage, FiguresViews figures) {
        this.reader = reader;
        this.usage = usage;
        this.figures = figures;
    }

    ChartsView of(Caller.Person person) {
        LocalDate last = usage.today();
        LocalDate first = last.minusDays(DAYS - 1);
        List<RunDay> ran = reader.days(person.accountId(), first, last);
        return new ChartsView(
                days(first, last, ran),
                kinds(reader.status(person.accountId()), ran),
                uses(first, last, usage.days(person.accountId(), first, last)),
                figures.of(person.accountId(), first, last));
    }

    private static List<ChartsView.Day> days(LocalDate first, LocalDate last, List<RunDay> ran) {
        Map<LocalDate, ChartsView.Day> found = ran.stream()
                .map(day -> new ChartsView.Day(day.day(), day.complete(), day.inPart(), day.failed()))
                .collect(Collectors.toMap(
                        ChartsView.Day::day,
                        Function.identity(),
                        (a, b) -> new ChartsView.Day(
                                a.day(),
                                a.complete() + b.complete(),
                                a.inPart() + b.inPart(),
                                a.failed() + b.failed())));
        return first.datesUntil(last.plusDays(1))
                .map(day -> found.getOrDefault(day, new ChartsView.Day(day, 0, 0, 0)))
                .toList();
    }

    private static List<ChartsView.Use> uses(LocalDate first, LocalDate last, List<UsageDay> used) {
        Map<LocalDate, UsageDay> found = used.stream().collect(Collectors.toMap(UsageDay::day, Function.identity()));
        return first.datesUntil(last.plusDays(1))
                .map(day -> found.getOrDefault(day, new UsageDay(day, 0, 0)))
                .map(day -> new ChartsView.Use(day.day(), day.vends(), day.refreshes()))
                .toList();
    }

    private static List<ChartsView.Kind> kinds(List<SyncReader.Status> streams, List<RunDay> ran) {
        Map<String, Long> added =
                ran.stream().collect(Collectors.groupingBy(RunDay::stream, Collectors.summingLong(RunDay::added)));
        Map<String, String> names = new HashMap<>();
        Map<String, Long> kept = new HashMap<>();
        streams.forEach(stream -> {
            names.put(stream.stream(), stream.kindTitle());
            kept.merge(stream.kindTitle(), stream.records(), Long::sum);
        });
        Map<String, Long> fresh = new HashMap<>();
        names.forEach((stream, name) -> fresh.merge(name, added.getOrDefault(stream, 0L), Long::sum));
        return kept.entrySet().stream()
                .map(kind -> new ChartsView.Kind(kind.getKey(), fresh.getOrDefault(kind.getKey(), 0L), kind.getValue()))
                .sorted(Comparator.comparingLong(ChartsView.Kind::added)
                        .thenComparingLong(ChartsView.Kind::kept)
                        .reversed()
                        .thenComparing(ChartsView.Kind::name))
                .toList();
    }
}
