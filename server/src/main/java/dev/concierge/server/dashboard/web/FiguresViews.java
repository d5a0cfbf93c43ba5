package dev.concierge.server.dashboard.web;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.sync.FigureDay;
import dev.concierge.server.sync.SyncReader;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Gathers figures by platform and day. A stream that was not read on a day stands as it was on the day before. */
@Component
class FiguresViews {
    private final SyncReader reader;
    private final Catalog catalog;

    FiguresViews(SyncReader reader, Catalog catalog) {
        this.reader = reader;
        this.catalog = catalog;
    }

    FiguresView of(UUID accountId, LocalDate first, LocalDate last) {
        List<LocalDate> days = first.datesUntil(last.plusDays(1)).toList();
        Map<String, List<FigureDay>> byProvider = reader.figures(accountId, first, last).stream()
                .collect(Collectors.groupingBy(FigureDay::provider, TreeMap::new, Collectors.toList()));
        return new FiguresView(
                days,
                byProvider.entrySet().stream()
                        .map(one -> platform(one.getKey(), one.getValue(), days))
                        .filter(platform -> !platform.values().isEmpty())
                        .toList());
    }

    private FiguresView.Platform platform(String provider, List<FigureDay> counted, List<LocalDate> days) {
        Map<FiguresView.Figure, Map<LocalDate, Long>> values = new EnumMap<>(FiguresView.Figure.class);
        counted.stream()
                .filter(day -> figure(day).isPresent())
                .collect(Collectors.groupingBy(day -> figure(day).orElseThrow()))
                .forEach((figure, some) -> values.put(figure, summed(some, days)));
        return new FiguresView.Platform(
                catalog.find(provider).map(Provider::name).orElse(provider), values);
    }

    /** Empty for one that only another release knows. */
    private static Optional<FiguresView.Figure> figure(FigureDay day) {
        return Arrays.stream(FiguresView.Figure.values())
                .filter(figure -> figure.name().toLowerCase(Locale.ROOT).equals(day.figure()))
                .findFirst();
    }

    private static Map<LocalDate, Long> summed(List<FigureDay> counted, List<LocalDate> days) {
        Map<UUID, TreeMap<LocalDate, Long>> streams = counted.stream()
                .collect(Collectors.groupingBy(
                        FigureDay::streamId,
                        Collectors.toMap(FigureDay::day, FigureDay::value, (_, later) -> later, TreeMap::new)));
        Map<LocalDate, Long> sums = new TreeMap<>();
        for (LocalDate day : days) {
            for (TreeMap<LocalDate, Long> stream : streams.values()) {
                Map.Entry<LocalDate, Long> known = stream.floorEntry(day);
                if (known != null) {
                    sums.merge(day, known.getValue(), Long::sum);
                }
            }
        }
        return sums;
    }
}
