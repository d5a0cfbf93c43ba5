package dev.concierge.server.web;

import dev.concierge.server.dashboard.web.OverviewView;
import dev.concierge.server.dashboard.web.OverviewView.Figure;
import dev.concierge.server.dashboard.web.OverviewView.Hook;
import dev.concierge.server.dashboard.web.OverviewView.Item;
import dev.concierge.server.dashboard.web.OverviewView.Use;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The overview. */
final class DashboardSamples {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

    private final Samples samples;

    DashboardSamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        Sample busy = overview("overview", busy());
        return List.of(
                overview("overview-first", first()),
                overview("overview-quiet", quiet()),
                busy,
                busy.opening(".me, .nav-more button"));
    }

    private Sample overview(String name, OverviewView view) {
        return new Sample(name, "dashboard/overview", view, samples.inside("/"));
    }

    private OverviewView first() {
        return new OverviewView(
                samples.foreign("Linh"),
                0,
                List.of(),
                List.of(hook(0, "google", "Google", null), hook(0, "microsoft", "Microsoft", null)),
                TODAY,
                List.of(),
                0,
                List.of(),
                List.of());
    }

    private OverviewView quiet() {
        return new OverviewView(
                samples.foreign("Linh"),
                0,
                List.of(),
                List.of(hook(31, "google", "Google, work", Badge.inStep())),
                TODAY,
                List.of(),
                0,
                List.of(),
                List.of(
                        new Figure("Records in step", "1,806", "Everything is read"),
                        new Figure("Next sync", "14:16", "")));
    }

    private OverviewView busy() {
        return new OverviewView(
                samples.foreign("Linh"),
                2,
                List.of(
                        new Notice(
                                Tone.BAD,
                                "Meta asked you to sign in again.",
                                "Your Facebook password changed on 17 November, which ended every permission.",
                                Action.post("Reconnect Meta", "/integrations/" + Samples.id(33) + "/reconnect")),
                        new Notice(
                                Tone.WARN,
                                "LinkedIn ends on 26 November.",
                                "LinkedIn gives access for 60 days and can’t be renewed without you.",
                                Action.link("Renew", "/integrations/" + Samples.id(34)))),
                List.of(
                        hook(31, "google", "Google, work", Badge.missing(1)),
                        hook(32, "google", "Google, home", Badge.inStep()),
                        hook(33, "meta", "Meta", Badge.signInAgain()),
                        hook(34, "linkedin", "LinkedIn", Badge.endsIn(Duration.ofDays(6))),
                        hook(35, "notion", "Notion", Badge.syncing()),
                        hook(36, null, "Meridian ID", Badge.connected()),
                        hook(37, "x", "X", Badge.paused()),
                        hook(0, "microsoft", "Microsoft", null)),
                TODAY,
                List.of(
                        new Item(
                                mark("google", "Google"),
                                samples.foreign("Company holiday in Huế"),
                                "Google, work",
                                "",
                                null,
                                null),
                        new Item(
                                mark("google", "Google"),
                                samples.foreign("Route review with Amara Okafor"),
                                "Google, work",
                                samples.foreign("Room 2 and video"),
                                Samples.in(55),
                                Samples.in(100)),
                        new Item(
                                mark("google", "Google"),
                                samples.foreign("Train to Hamburg, coach 7, seat 42"),
                                "Google, home",
                                "",
                                Samples.in(212),
                                null)),
                11,
                List.of(
                        new Use(
                                "key",
                                samples.foreign("trip-planner") + " took a token for Google, work",
                                "47 times in the last hour",
                                Samples.ago(2)),
                        new Use("refresh", "Google, home renewed", "Good until 14:58", Samples.ago(6)),
                        new Use(
                                "pause",
                                "X paused until 1 December",
                                "This month’s reading budget is used up",
                                Samples.ago(1200))),
                List.of(
                        new Figure("Records in step", "59,254", "212 new since this morning"),
                        new Figure("Tokens handed out today", "351", ""),
                        new Figure("Complete syncs today", "99.3 %", "142 of 143 runs"),
                        new Figure("Next sync", "14:10", "Gmail, then GitHub")));
    }

    private Hook hook(int id, @Nullable String mark, String name, @Nullable Badge badge) {
        return new Hook(
                badge == null ? null : Samples.id(id),
                mark(mark, name),
                samples.foreign(name),
                badge == null ? Badge.notConnected() : badge);
    }

    private static Mark mark(@Nullable String file, String name) {
        return new Mark(name, file);
    }
}
