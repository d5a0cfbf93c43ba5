package dev.concierge.server.web;

import dev.concierge.server.dashboard.web.AgendaView;
import dev.concierge.server.dashboard.web.AgendaView.Event;
import dev.concierge.server.dashboard.web.InboxQuery;
import dev.concierge.server.dashboard.web.InboxQuery.Shelf;
import dev.concierge.server.dashboard.web.InboxView;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The agenda and the inbox. */
final class AgendaSamples {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
    private static final Mark GOOGLE = new Mark("Google", "google");

    private final Samples samples;

    AgendaSamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        return List.of(
                agenda("agenda", TODAY, days(), true, true),
                agenda("agenda-nothing", TODAY.plusDays(14), List.of(), true, false),
                new Sample(
                        "agenda-month",
                        "dashboard/agenda",
                        new AgendaView(
                                TODAY.withDayOfMonth(1),
                                TODAY.withDayOfMonth(30),
                                TODAY,
                                YearMonth.from(TODAY),
                                days(),
                                true,
                                null),
                        samples.inside("/dashboard/agenda")),
                agenda("agenda-first", TODAY, List.of(), false, false),
                inbox("inbox", new InboxQuery(Shelf.INBOX, "", ""), accounts(), items()),
                inbox(
                        "inbox-nothing-found",
                        new InboxQuery(
                                Shelf.EVERYTHING,
                                samples.foreign("lantern"),
                                Samples.id(31).toString()),
                        accounts(),
                        List.of()),
                inbox("inbox-empty", new InboxQuery(Shelf.ISSUES, "", ""), accounts(), List.of()),
                inbox("inbox-first", new InboxQuery(Shelf.INBOX, "", ""), List.of(), List.of()));
    }

    private Sample agenda(String name, LocalDate from, List<AgendaView.Day> days, boolean calendars, boolean full) {
        return new Sample(
                name,
                "dashboard/agenda",
                new AgendaView(from, from.plusDays(13), TODAY, null, days, calendars, full ? from.plusDays(1) : null),
                samples.inside("/dashboard/agenda"));
    }

    private List<AgendaView.Day> days() {
        return List.of(
                new AgendaView.Day(
                        TODAY,
                        List.of(
                                new Event(
                                        GOOGLE,
                                        samples.foreign("Company holiday in Huế"),
                                        samples.foreign("Google, work"),
                                        samples.foreign("Holidays"),
                                        "",
                                        null,
                                        null,
                                        TODAY.plusDays(2),
                                        null),
                                new Event(
                                        GOOGLE,
                                        samples.foreign("Route review with Amara Okafor"),
                                        samples.foreign("Google, work"),
                                        "",
                                        samples.foreign("Room 2 and video"),
                                        Samples.in(55),
                                        Samples.in(100),
                                        null,
                                        "https://calendar.google.com/event?eid=1"))),
                new AgendaView.Day(
                        TODAY.plusDays(1),
                        List.of(new Event(
                                new Mark("Microsoft", "microsoft"),
                                "",
                                samples.foreign("Microsoft"),
                                "Calendar",
                                "",
                                Samples.in(1440),
                                null,
                                null,
                                null))));
    }

    private Sample inbox(String name, InboxQuery query, List<InboxView.Account> accounts, List<InboxView.Item> items) {
        return new Sample(
                name,
                "dashboard/inbox",
                new InboxView(
                        query,
                        accounts,
                        items,
                        "/dashboard/inbox",
                        null,
                        items.isEmpty() ? null : "/dashboard/inbox?before=1_" + Samples.id(9)),
                samples.inside("/dashboard/inbox"));
    }

    private List<InboxView.Account> accounts() {
        return List.of(
                new InboxView.Account(Samples.id(31), samples.foreign("Google, work")),
                new InboxView.Account(Samples.id(39), samples.foreign("linhtran")));
    }

    private List<InboxView.Item> items() {
        return List.of(
                item("Message", "Your booking to Hamburg", "Bahn Reisen", 4, "https://mail.google.com/mail/#all/1"),
                item(
                        "Notification",
                        "Review asked: timetable-import #318",
                        "Mateo Rivas",
                        120,
                        "https://github.com/m/t/pull/318"),
                item("Issue", "", "", 3000, null));
    }

    private InboxView.Item item(String kind, String title, String from, long minutes, @Nullable String link) {
        return new InboxView.Item(
                GOOGLE,
                kind,
                title.isEmpty() ? "" : samples.foreign(title),
                from.isEmpty() ? "" : samples.foreign(from),
                samples.foreign("Google, work"),
                Samples.ago(minutes),
                link);
    }
}
