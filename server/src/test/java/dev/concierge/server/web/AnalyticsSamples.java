package dev.concierge.server.web;

import dev.concierge.server.dashboard.web.AnalyticsView;
import dev.concierge.server.dashboard.web.AnalyticsView.Account;
import dev.concierge.server.dashboard.web.AnalyticsView.Platform;
import dev.concierge.server.dashboard.web.AnalyticsView.Progress;
import dev.concierge.server.dashboard.web.AnalyticsView.Stream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages of syncing. */
final class AnalyticsSamples {
    private static final String PAGE = "/dashboard/analytics";

    private final Samples samples;

    AnalyticsSamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        Sample mixed = page("analytics", mixed());
        return List.of(
                page("analytics-empty", new AnalyticsView(Samples.NOW, null, List.of(), List.of())),
                page("analytics-first-run", firstRun()),
                mixed,
                mixed.opening("#open-google"));
    }

    private Sample page(String name, AnalyticsView view) {
        return new Sample(name, "dashboard/analytics", view, samples.inside(PAGE));
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
                                waiting("Mail")))));
    }

    private AnalyticsView mixed() {
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
                                                null),
                                        new Stream(
                                                "Drive files",
                                                0,
                                                null,
                                                null,
                                                Badge.notAllowed(),
                                                "Google was not allowed to show this. Allow it there if you want it here.",
                                                false,
                                                null)),
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
                                account(36, "Meridian ID", Badge.connected(), null, false))));
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
                progress);
    }

    private static Stream waiting(String name) {
        return new Stream(name, 0, null, Samples.NOW, new Badge(Tone.INFO, "clock", "Begins soon"), null, true, null);
    }
}
