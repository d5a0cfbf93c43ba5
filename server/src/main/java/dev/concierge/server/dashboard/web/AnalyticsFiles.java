package dev.concierge.server.dashboard.web;

import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Csv;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What the page of syncing shows, as files for spreadsheets: CSV (RFC 4180) in UTF-8 with a byte order mark, times in UTC. */
@Controller
@RequestMapping(AnalyticsPage.PAGE)
class AnalyticsFiles {
    private static final String LINE_END = "\r\n";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final ChartsViews charts;
    private final HistoryViews history;

    AnalyticsFiles(ChartsViews charts, HistoryViews history) {
        this.charts = charts;
        this.history = history;
    }

    /** What the history shows under the same query; the newest ten thousand. */
    @GetMapping("/runs.csv")
    ResponseEntity<String> runs(
            Caller.Person person,
            @RequestParam(name = "q", defaultValue = "") String words,
            @RequestParam(defaultValue = "") String platform,
            @RequestParam(defaultValue = "") String result) {
        return file(
                "runs.csv",
                List.of(
                        "id",
                        "platform",
                        "account",
                        "stream",
                        "started",
                        "ended",
                        "asked for by",
                        "pages",
                        "new",
                        "changed",
                        "gone",
                        "kept aside",
                        "outcome",
                        "why"),
                history.all(person, HistoryQuery.of(words, platform, result)),
                run -> List.of(
                        run.id().toString(),
                        run.platform(),
                        run.account(),
                        run.stream(),
                        run.startedAt().toString(),
                        text(run.endedAt()),
                        run.manual() ? "person" : "schedule",
                        Integer.toString(run.pages()),
                        Long.toString(run.added()),
                        Long.toString(run.changed()),
                        Long.toString(run.removed()),
                        Long.toString(run.kept()),
                        run.badge().word(),
                        run.why() == null ? "" : run.why()));
    }

    @GetMapping("/days.csv")
    ResponseEntity<String> days(Caller.Person person) {
        return file(
                "runs-by-day.csv",
                List.of("day", "runs", "complete", "in part", "failed", "did not fail"),
                charts.of(person).days(),
                day -> List.of(
                        day.day().toString(),
                        Long.toString(day.runs()),
                        Long.toString(day.complete()),
                        Long.toString(day.inPart()),
                        Long.toString(day.failed()),
                        day.success()));
    }

    @GetMapping("/kinds.csv")
    ResponseEntity<String> kinds(Caller.Person person) {
        return file(
                "records-by-kind.csv",
                List.of("kind", "new in two weeks", "kept"),
                charts.of(person).kinds(),
                kind -> List.of(kind.name(), Long.toString(kind.added()), Long.toString(kind.kept())));
    }

    @GetMapping("/tokens.csv")
    ResponseEntity<String> tokens(Caller.Person person) {
        return file(
                "tokens-by-day.csv",
                List.of("day", "handed out", "renewed"),
                charts.of(person).uses(),
                use -> List.of(use.day().toString(), Long.toString(use.vends()), Long.toString(use.renewals())));
    }

    @GetMapping("/figures.csv")
    ResponseEntity<String> figures(Caller.Person person) {
        FiguresView view = charts.of(person).figures();
        return file(
                "figures-by-day.csv",
                List.of("day", "platform", "followers", "views", "likes", "comments", "shares"),
                view.days().stream()
                        .flatMap(day -> view.platforms().stream().map(platform -> new Counted(day, platform)))
                        .filter(Counted::isKnown)
                        .toList(),
                Counted::cells);
    }

    /** One platform on one day. */
    private record Counted(LocalDate day, FiguresView.Platform platform) {
        boolean isKnown() {
            return Arrays.stream(FiguresView.Figure.values()).anyMatch(figure -> at(figure) != null);
        }

        List<String> cells() {
            return Stream.concat(
                            Stream.of(day.toString(), platform.name()),
                            Arrays.stream(FiguresView.Figure.values()).map(figure -> Objects.toString(at(figure), "")))
                    .toList();
        }

        private @Nullable Long at(FiguresView.Figure figure) {
            return platform.at(day, List.of(figure));
        }
    }

    private static <T> ResponseEntity<String> file(
            String name, List<String> head, List<T> rows, Function<T, List<String>> cells) {
        String body = Stream.concat(Stream.of(head), rows.stream().map(cells))
                .map(line -> Csv.line(line) + LINE_END)
                .collect(Collectors.joining("", BYTE_ORDER_MARK, ""));
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, "text/csv;charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .body(body);
    }

    private static String text(@Nullable Instant time) {
        return time == null ? "" : time.toString();
    }
}
