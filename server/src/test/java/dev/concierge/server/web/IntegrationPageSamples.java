package dev.concierge.server.web;

import dev.concierge.server.integrations.web.IntegrationView;
import dev.concierge.server.integrations.web.IntegrationView.CallerKey;
import dev.concierge.server.integrations.web.IntegrationView.Can;
import dev.concierge.server.integrations.web.IntegrationView.Event;
import dev.concierge.server.integrations.web.IntegrationView.Grant;
import dev.concierge.server.integrations.web.IntegrationView.Scope;
import dev.concierge.server.integrations.web.IntegrationView.Stream;
import dev.concierge.server.integrations.web.IntegrationView.Token;
import dev.concierge.server.integrations.web.IntegrationView.Use;
import dev.concierge.server.integrations.web.IntegrationView.UseKind;
import dev.concierge.server.integrations.web.UsageView;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One connected account: fresh, first run, syncing, ended. */
final class IntegrationPageSamples {
    private static final String PATH = "/integrations/" + Samples.id(31);
    private static final Instant CONNECTED = Instant.parse("2026-11-03T09:41:00Z");

    private final Samples samples;

    IntegrationPageSamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        Sample steady = page("integration", steady(null));
        return List.of(
                steady,
                steady.opening("[popovertarget=act]"),
                new Sample("integration-bye", steady.template(), steady.view(), steady.shell(), "[data-dialog=bye]"),
                page("integration-label-refused", steady(samples.foreign("Somebody else of yours has this name."))),
                page("integration-first-run", firstRun()),
                page("integration-ended", ended()),
                page("integration-plain", plain()),
                new Sample(
                        "integration-usage-table", steady.template(), steady.view(), steady.shell(), ".chart summary"),
                new Sample("part-streams", "integrations/integration-streams", firstRun(), samples.inside(PATH)));
    }

    private Sample page(String name, IntegrationView view) {
        return new Sample(name, "integrations/integration", view, samples.inside(PATH));
    }

    private IntegrationView steady(@Nullable String labelError) {
        return view(
                labelError,
                Badge.missing(1),
                List.of(),
                scopes(),
                new Token(
                        new Badge(Tone.OK, "Fresh"),
                        Samples.ago(45),
                        Samples.in(15),
                        Samples.in(10),
                        402,
                        null,
                        "2026-09"),
                List.of(
                        new Stream(
                                "google.calendar.events",
                                "Calendar events",
                                1_806,
                                Samples.ago(4),
                                Samples.in(12),
                                Badge.inStep(),
                                false,
                                null),
                        new Stream(
                                "google.calendar.lists",
                                "Calendars",
                                4,
                                Samples.ago(4),
                                Samples.in(12),
                                Badge.inStep(),
                                false,
                                null),
                        new Stream(
                                "google.drive.files",
                                "Drive files",
                                0,
                                null,
                                null,
                                Badge.notAllowed(),
                                false,
                                Action.post("Allow it", "/integrations/" + Samples.id(31) + "/scopes?scope=files"))),
                events(),
                true,
                uses(),
                1_810);
    }

    private IntegrationView firstRun() {
        return view(
                null,
                Badge.syncing(),
                List.of(new Notice(Tone.OK, "Google is connected.", "First sync is running; you can leave this page.")),
                scopes().subList(0, 2),
                new Token(
                        new Badge(Tone.OK, "Fresh"),
                        Samples.ago(0),
                        Samples.in(59),
                        Samples.in(54),
                        0,
                        null,
                        "2026-09"),
                List.of(new Stream(
                        "google.calendar.events", "Calendar events", 40, null, null, Badge.syncing(), true, null)),
                List.of(),
                true,
                List.of(),
                40);
    }

    private IntegrationView ended() {
        return view(
                null,
                Badge.signInAgain(),
                List.of(new Notice(
                        Tone.BAD,
                        "Google ended our access on 17 November, at your request.",
                        "Nothing new is synced. Reconnect if you still want it.",
                        Action.post("Reconnect Google", PATH + "/reconnect"))),
                scopes().subList(0, 2),
                new Token(
                        new Badge(Tone.BAD, "Ended"),
                        Samples.ago(4_400),
                        Samples.ago(4_340),
                        null,
                        402,
                        Samples.in(9_000),
                        "2026-09"),
                List.of(new Stream(
                        "google.calendar.events",
                        "Calendar events",
                        1_806,
                        Samples.ago(4_340),
                        null,
                        Badge.failed(),
                        false,
                        null)),
                events(),
                true,
                uses(),
                1_806);
    }

    private IntegrationView plain() {
        return view(null, Badge.connected(), List.of(), scopes(), null, List.of(), List.of(), false, List.of(), 0);
    }

    private IntegrationView view(
            @Nullable String labelError,
            Badge badge,
            List<Notice> notices,
            List<Scope> scopes,
            @Nullable Token token,
            List<Stream> streams,
            List<Event> events,
            boolean calendar,
            List<Use> uses,
            long records) {
        boolean known = !uses.isEmpty();
        return new IntegrationView(
                Samples.id(31),
                samples.foreign("Work"),
                labelError,
                IntegrationSamples.GOOGLE,
                samples.foreign("linh.tran@meridian.example"),
                CONNECTED,
                badge,
                notices,
                CONNECTED,
                scopes,
                token,
                streams,
                events,
                calendar,
                usage(known),
                uses,
                known
                        ? List.of(
                                new CallerKey(samples.foreign("trip-planner"), Samples.ago(2)),
                                new CallerKey(samples.foreign("nightly-report"), null))
                        : List.of(),
                records,
                new Can(true, true, true));
    }

    private List<Event> events() {
        return List.of(
                new Event(
                        samples.foreign("Company holiday"),
                        null,
                        null,
                        LocalDate.of(2026, 11, 20),
                        "",
                        samples.foreign("Meridian")),
                new Event(
                        samples.foreign("Route review with Amara Okafor"),
                        Samples.in(55),
                        Samples.in(100),
                        null,
                        samples.foreign("Room 2 and video"),
                        samples.foreign("Linh Tran")),
                new Event("", Samples.in(1_500), null, null, "", samples.foreign("Linh Tran")),
                new Event(
                        samples.foreign("Chuyến tàu đi Huế"),
                        Samples.in(5_000),
                        Samples.in(5_400),
                        null,
                        "",
                        samples.foreign("Family")));
    }

    /** @param used a month in which there were weekends, a busy day, and three days before the first use */
    private UsageView usage(boolean used) {
        LocalDate today = LocalDate.of(2026, 11, 20);
        List<UsageView.Day> days = LongStream.range(0, 30)
                .mapToObj(i -> {
                    LocalDate day = today.minusDays(29 - i);
                    boolean quiet = !used || i < 3 || day.getDayOfWeek().getValue() > 5;
                    return new UsageView.Day(day, quiet ? 0 : i == 25 ? 1_943 : 310 + i * 37 % 190, quiet ? 0 : i % 4);
                })
                .toList();
        long all = days.stream().mapToLong(UsageView.Day::vends).sum();
        return new UsageView(
                days,
                used
                        ? List.of(
                                new UsageView.Caller(UsageView.Kind.KEY, samples.foreign("trip-planner"), all - 64, 15),
                                new UsageView.Caller(UsageView.Kind.KEY, samples.foreign("nightly-report"), 64, 2),
                                new UsageView.Caller(UsageView.Kind.CONCIERGE, "Concierge’s schedule", 0, 12),
                                new UsageView.Caller(UsageView.Kind.PERSON, "You", 0, 1))
                        : List.of());
    }

    private List<Use> uses() {
        return List.of(
                new Use(
                        UseKind.VEND,
                        samples.foreign("trip-planner"),
                        "took a token",
                        "API key ck_7Qm2…, 118 times today",
                        Samples.ago(2)),
                new Use(
                        UseKind.RENEWAL,
                        "",
                        "Token renewed",
                        "One call to Google, shared by 31 that waited",
                        Samples.ago(45)),
                new Use(UseKind.REFUSAL, "", "Google refused to renew", "Your password changed", Samples.ago(4_400)),
                new Use(UseKind.CONNECT, "You", "connected it", samples.foreign("Firefox on macOS"), CONNECTED));
    }

    static List<Scope> scopes() {
        return List.of(
                new Scope(
                        "https://www.googleapis.com/auth/calendar.events.readonly",
                        "See your events",
                        "Titles, times, people and places in your calendars",
                        Grant.GRANTED),
                new Scope(
                        "openid email profile", "Know who you are", "Name, e-mail address and picture", Grant.GRANTED),
                new Scope(
                        "https://www.googleapis.com/auth/drive.metadata.readonly",
                        "See your files in Drive",
                        "Names and dates, not what is in them",
                        Grant.WITHHELD),
                new Scope(
                        "https://www.googleapis.com/auth/calendar.events",
                        "Add and change events",
                        "Only when you say so",
                        Grant.NOT_ASKED),
                new Scope("https://mail.google.com/", "Read and delete your mail", "All of it", Grant.ABOVE_ROLE));
    }
}
