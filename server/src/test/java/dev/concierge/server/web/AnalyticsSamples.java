package dev.concierge.server.web;

import dev.concierge.server.dashboard.web.AnalyticsView;
import dev.concierge.server.dashboard.web.AnalyticsView.Account;
import dev.concierge.server.dashboard.web.AnalyticsView.Platform;
import dev.concierge.server.dashboard.web.AnalyticsView.Progress;
import dev.concierge.server.dashboard.web.AnalyticsView.Stream;
import dev.concierge.server.dashboard.web.ChartsView;
import dev.concierge.server.dashboard.web.FiguresView;
import dev.concierge.server.dashboard.web.FiguresView.Figure;
import dev.concierge.server.dashboard.web.HistoryQuery;
import dev.concierge.server.dashboard.web.HistoryView;
import dev.concierge.server.dashboard.web.HistoryView.Choice;
import dev.concierge.server.dashboard.web.RunView;
import dev.concierge.server.dashboard.web.StreamView;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The pages of syncing. */
final class AnalyticsSamples {
    private static final String PAGE = "/dashboard/analytics";

    private final Samples samples;

    AnalyticsSamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        Sample mixed = page("analytics", mixed(true));
        return List.of(
                page(
                        "analytics-empty",
                        new AnalyticsView(Samples.NOW, null, List.of(), List.of(), history(List.of()), charts(false))),
                page("analytics-first-run", firstRun()),
                mixed,
                mixed.opening("#open-google"),
                page("analytics-nobody-counted", mixed(false)),
                runs("analytics-runs", history(runs())),
                runs(
                        "analytics-runs-none",
                        found(new HistoryQuery(samples.foreign("lantern"), "google", "failed"), List.of())),
                run("analytics-run", runs().get(2)),
                run("analytics-run-open", open()),
                run("analytics-run-queued", null),
                stream("stream", Badge.inStep(), false, null),
                stream("stream-paused", Badge.paused(), true, new StreamView.Bodies(false, true)),
                stream("stream-not-enough", Badge.inStep(), false, new StreamView.Bodies(false, false)));
    }

    private Sample page(String name, AnalyticsView view) {
        return new Sample(name, "dashboard/analytics", view, samples.inside(PAGE));
    }

    private Sample runs(String name, HistoryView view) {
        return new Sample(name, "dashboard/runs", view, samples.inside(PAGE + "/runs"));
    }

    private Sample run(String name, HistoryView.@Nullable Run run) {
        return new Sample(
                name,
                "dashboard/run",
                new RunView(Samples.id(60), run),
                samples.inside(PAGE + "/runs/" + Samples.id(60)));
    }

    private Sample stream(String name, Badge badge, boolean paused, StreamView.@Nullable Bodies bodies) {
        StreamView view = new StreamView(
                Samples.id(31),
                "google.mail.messages",
                "Mail",
                new Mark("Google", "google"),
                samples.foreign("Google, work"),
                badge,
                null,
                12_408,
                bodies == null ? 0 : 3,
                Samples.ago(4),
                Samples.ago(4),
                paused ? null : Samples.in(11),
                paused,
                List.of(
                        new StreamView.Pace("", "As usual: every 15 minutes", true),
                        new StreamView.Pace("PT1H", "Every hour", false)),
                bodies,
                paused);
        return new Sample(name, "dashboard/stream", view, samples.inside(view.path()));
    }

    private HistoryView history(List<HistoryView.Run> runs) {
        return found(new HistoryQuery("", "", ""), runs);
    }

    private HistoryView found(HistoryQuery query, List<HistoryView.Run> runs) {
        return new HistoryView(
                query,
                List.of(new Choice("google", "Google"), new Choice("linkedin", samples.foreign("LinkedIn"))),
                runs,
                PAGE + "/runs",
                PAGE + "/runs.csv",
                null,
                runs.size() < 3 ? null : PAGE + "/runs?before=1_" + Samples.id(50));
    }

    private static ChartsView charts(boolean used) {
        return charts(used, used);
    }

    private static ChartsView charts(boolean used, boolean followers) {
        LocalDate first = LocalDate.of(2026, 11, 7);
        List<LocalDate> days = first.datesUntil(first.plusDays(14)).toList();
        return new ChartsView(
                days.stream()
                        .map(day -> new ChartsView.Day(
                                day,
                                used ? 90L + day.getDayOfMonth() * 7L % 60 : 0,
                                used ? day.getDayOfMonth() % 4 : 0,
                                used && day.getDayOfWeek() == DayOfWeek.TUESDAY ? 14 : 0))
                        .toList(),
                used
                        ? List.of(
                                new ChartsView.Kind("Messages", 412, 49_462),
                                new ChartsView.Kind("Events", 96, 2_522),
                                new ChartsView.Kind("Posts", 0, 1_392))
                        : List.of(new ChartsView.Kind("Events", 0, 0)),
                days.stream()
                        .map(day -> new ChartsView.Use(
                                day, used ? day.getDayOfMonth() * 37L % 300 : 0, used ? day.getDayOfMonth() % 9 : 0))
                        .toList(),
                new FiguresView(days, followers ? platforms(days) : List.of()));
    }

    private static List<FiguresView.Platform> platforms(List<LocalDate> days) {
        return List.of(
                new FiguresView.Platform(
                        "YouTube",
                        Map.of(
                                Figure.FOLLOWERS,
                                line(days, 2_100, 20),
                                Figure.VIEWS,
                                line(days, 41_000, 310),
                                Figure.LIKES,
                                line(days, 800, 4))),
                new FiguresView.Platform(
                        "LinkedIn",
                        Map.of(
                                Figure.VIEWS,
                                line(days, 12_400, 90),
                                Figure.LIKES,
                                line(days, 390, 2),
                                Figure.SHARES,
                                line(days, 41, 0))),
                new FiguresView.Platform(
                        "X",
                        Map.of(
                                Figure.VIEWS,
                                line(days.subList(9, 14), 9_100, 12),
                                Figure.COMMENTS,
                                line(days.subList(9, 14), 210, 1))),
                new FiguresView.Platform(
                        "Meta",
                        Map.of(
                                Figure.VIEWS,
                                line(days.subList(13, 14), 20_000, 0),
                                Figure.LIKES,
                                line(days.subList(13, 14), 0, 0))));
    }

    private static Map<LocalDate, Long> line(List<LocalDate> days, long first, long step) {
        return IntStream.range(0, days.size()).boxed().collect(Collectors.toMap(days::get, i -> first + i * step));
    }

    private List<HistoryView.Run> runs() {
        return List.of(
                open(),
                done(51, "Mail", "Google, work", 14, 2, Badge.complete(), null),
                done(52, "Posts", "LinkedIn", 0, 6, Badge.waits(), "LinkedIn asked us to wait. We go on by ourselves."),
                done(53, "Calendar events", "Google, home", 0, 0, Badge.complete(), null),
                done(
                        54,
                        "Posts",
                        "Meridian Travel",
                        0,
                        0,
                        Badge.failed(),
                        "Meta does not answer. We try again by ourselves."));
    }

    private HistoryView.Run open() {
        return new HistoryView.Run(
                Samples.id(50),
                Samples.id(31),
                "Calendar events",
                samples.foreign("Google, work"),
                "Google",
                true,
                Samples.ago(1),
                null,
                3,
                400,
                0,
                0,
                0,
                Badge.syncing(),
                null);
    }

    private HistoryView.Run done(
            int id, String stream, String account, long added, long changed, Badge badge, @Nullable String why) {
        return new HistoryView.Run(
                Samples.id(id),
                Samples.id(31),
                stream,
                samples.foreign(account),
                "Google",
                false,
                Samples.ago(id * 20L),
                Samples.ago(id * 20L).plusMillis(id * 977L),
                id - 50,
                added,
                changed,
                0,
                0,
                badge,
                why);
    }

    private AnalyticsView firstRun() {
        return new AnalyticsView(
                Samples.NOW,
                new Notice(Tone.INFO, "The sync has begun.", "This page shows what it brings."),
                List.of(),
                List.of(platform(
                        "google",
                        "Google",
                        Badge.syncing(),
                        true,
                        account(
                                31,
                                "linh.tran@meridian.example",
                                Badge.syncing(),
                                null,
                                true,
                                stream("Calendar events", 400, new Progress(3, 400)),
                                waiting("Mail")))),
                history(List.of(open())),
                charts(false));
    }

    private AnalyticsView mixed(boolean followers) {
        String ended = "Meta ended our access because the password there was changed. Nothing new is synced.";
        String ends =
                "LinkedIn gave access for a fixed time, which ends on 26 November 2026. Reconnect it before then.";
        return new AnalyticsView(
                Samples.NOW,
                null,
                List.of(
                        new Notice(
                                Tone.BAD,
                                samples.foreign("Meridian Travel") + " stands still.",
                                ended,
                                Action.post("Reconnect Meta", "/integrations/" + Samples.id(33) + "/reconnect")),
                        new Notice(
                                Tone.WARN,
                                samples.foreign("LinkedIn") + " ends soon.",
                                ends,
                                Action.post("Reconnect LinkedIn", "/integrations/" + Samples.id(34) + "/reconnect"))),
                List.of(
                        platform(
                                "google",
                                "Google",
                                Badge.missing(1),
                                false,
                                account(
                                        31,
                                        "Google, work",
                                        Badge.missing(1),
                                        null,
                                        true,
                                        stream("Calendar events", 2_318, null),
                                        new Stream(
                                                "Mail",
                                                49_462,
                                                Samples.ago(4),
                                                Samples.in(6),
                                                Badge.failed(),
                                                "Google has trouble of its own. We try again by ourselves.",
                                                false,
                                                null,
                                                null),
                                        new Stream(
                                                "Drive files",
                                                0,
                                                null,
                                                null,
                                                Badge.notAllowed(),
                                                "Google was not allowed to show this. Allow it there if you want it here.",
                                                false,
                                                null,
                                                Action.post(
                                                        "Allow it",
                                                        "/integrations/" + Samples.id(31)
                                                                + "/scopes?scope=files&scope=more"))),
                                account(
                                        32,
                                        "Google, home",
                                        Badge.inStep(),
                                        null,
                                        true,
                                        stream("Calendar events", 204, null))),
                        platform(
                                "meta",
                                "Meta",
                                Badge.signInAgain(),
                                false,
                                account(
                                        33,
                                        "Meridian Travel",
                                        Badge.signInAgain(),
                                        ended,
                                        false,
                                        stream("Posts", 1_204, null))),
                        platform(
                                "linkedin",
                                "LinkedIn",
                                Badge.endsIn(Duration.ofDays(6)),
                                false,
                                account(
                                        34,
                                        "LinkedIn",
                                        Badge.endsIn(Duration.ofDays(6)),
                                        ends,
                                        true,
                                        stream("Posts", 188, null))),
                        platform(
                                null,
                                "Meridian ID",
                                Badge.connected(),
                                false,
                                account(36, "Meridian ID", Badge.connected(), null, false))),
                history(runs()),
                charts(true, followers));
    }

    private static Platform platform(
            @Nullable String mark, String name, Badge badge, boolean open, Account... accounts) {
        return new Platform(mark == null ? "meridian-id" : mark, new Mark(name, mark), badge, open, List.of(accounts));
    }

    private Account account(
            int id, String label, Badge badge, @Nullable String note, boolean syncs, Stream... streams) {
        Action action =
                note == null ? null : Action.post("Reconnect", "/integrations/" + Samples.id(id) + "/reconnect");
        return new Account(Samples.id(id), samples.foreign(label), badge, note, action, syncs, List.of(streams));
    }

    private static Stream stream(String name, long records, @Nullable Progress progress) {
        return new Stream(
                name,
                records,
                Samples.ago(4),
                Samples.in(11),
                progress == null ? Badge.inStep() : Badge.syncing(),
                null,
                progress != null,
                progress,
                null);
    }

    private static Stream waiting(String name) {
        return new Stream(
                name, 0, null, Samples.NOW, new Badge(Tone.INFO, "clock", "Begins soon"), null, true, null, null);
    }
}
