package dev.concierge.sandbox.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Random;

/**
 * What somebody's calendar holds at the beginning: about five weeks back and eight ahead of a day, the same for the same
 * account and day. Some titles are awkward on purpose: accents, other scripts, an emoji, HTML.
 */
public final class CalendarSeed {
    private static final List<String> MEETINGS = List.of(
            "Budget review",
            "1:1 with Mara",
            "Interview: backend engineer",
            "Design critique",
            "Kundentermin Müller & Söhne",
            "Planung Q1",
            "Reunión con el equipo de Sevilla",
            "Vendor call: Håkansson AB",
            "Architecture round",
            "Demo für den Vorstand",
            "採用面接(オンライン)",
            "Họp nhóm sản phẩm",
            "Incident follow-up",
            "Café avec Zoé");
    private static final List<String> ERRANDS = List.of(
            "Zahnarzt Dr. Böhm",
            "Phở với mẹ",
            "Pick up bicycle",
            "Elternabend 3b",
            "Cena con Lucía",
            "Physiotherapy",
            "Haircut ✂️",
            "Konzert: Ólafur Arnalds",
            "Train to Hamburg",
            "Đi chợ Đồng Xuân",
            "Parcel: return shoes");
    private static final List<String> PLACES =
            List.of("", "", "Room Elbe", "Room Saigon", "https://meet.example/abc-defg-hij", "Kantstraße 12, Berlin");
    private static final String AWKWARD = "<b>Budget</b> & \"Q4\" <script>alert('x')</script>";

    private final Calendars calendars;
    private final LocalDate today;

    public CalendarSeed(Calendars calendars, LocalDate today) {
        this.calendars = calendars;
        this.today = today;
    }

    /**
     * Makes the person's calendars and fills them.
     *
     * @param work whether it is an account for work
     */
    public void sow(String account, String name, ZoneId zone, boolean work) {
        var main = new CalendarKey(account, account);
        calendars.create(new PersonCalendar(main, account, zone, true, true, work ? "#1a73e8" : "#0b8043", 0));
        var random = new Random(account.hashCode());
        series(main, zone, work);
        awkward(main, zone);
        for (var day = today.minusWeeks(5); day.isBefore(today.plusWeeks(8)); day = day.plusDays(1)) {
            fill(main, day, zone, work, random);
        }
        holidays(account, name, zone);
    }

    private void series(CalendarKey main, ZoneId zone, boolean work) {
        var monday = today.minusWeeks(6).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        if (work) {
            var standUp = add(
                    main,
                    timed("Stand-up", monday, "09:15", 15, zone).recurring("RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"));
            changeOne(main, standUp, monday.plusWeeks(7), zone);
            add(
                    main,
                    timed("Team lunch", monday.plusDays(3), "12:30", 60, zone)
                            .recurring("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"));
            add(
                    main,
                    timed("Monthly figures", monday.withDayOfMonth(5), "16:00", 45, zone)
                            .recurring("RRULE:FREQ=MONTHLY"));
        } else {
            add(main, timed("Yoga", monday.plusDays(1), "18:30", 75, zone).recurring("RRULE:FREQ=WEEKLY;BYDAY=TU"));
            add(main, day("Müllabfuhr", monday.plusDays(4), 1).recurring("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"));
            add(
                    main,
                    day("Geburtstag Bà Nội 🎂", LocalDate.of(today.getYear() - 1, 12, 3), 1)
                            .recurring("RRULE:FREQ=YEARLY"));
        }
    }

    /** One occurrence is an hour later, one is left out. */
    private void changeOne(CalendarKey main, CalendarEvent series, LocalDate monday, ZoneId zone) {
        var start = EventTime.at(monday.atTime(LocalTime.of(9, 15)), zone);
        calendars.addOccurrence(
                main, series.id(), start, timed("Stand-up (later today)", monday, "10:15", 15, zone), false);
        calendars.addOccurrence(main, series.id(), start.plusDays(1), series.content(), true);
    }

    private void awkward(CalendarKey main, ZoneId zone) {
        add(main, timed(AWKWARD, today.plusDays(2), "11:00", 30, zone));
        add(main, timed("", today.plusDays(3), "08:00", 30, zone));
        add(main, day("Off-site Tromsø", today.plusDays(9), 3));
        add(main, timed("Call with Hồ Chí Minh City", today.plusDays(5), "10:00", 60, ZoneId.of("Asia/Ho_Chi_Minh")));
        add(main, timed("Night train", today.plusDays(12), "22:40", 530, zone));
        var gone = add(main, timed("Cancelled trip", today.plusDays(6), "09:00", 480, zone));
        calendars.cancel(main, gone.id());
    }

    private void fill(CalendarKey main, LocalDate day, ZoneId zone, boolean work, Random random) {
        boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        double chance = work ? (weekend ? 0 : 1.35) : (weekend ? 0.9 : 0.45);
        for (double left = chance; random.nextDouble() < left; left -= 1) {
            var title = pick(work ? MEETINGS : ERRANDS, random);
            var at = LocalTime.of(work ? 10 + random.nextInt(7) : 16 + random.nextInt(5), 15 * random.nextInt(4));
            add(
                    main,
                    timed(title, day, at.toString(), 15 * (1 + random.nextInt(6)), zone)
                            .at(pick(PLACES, random))
                            .with(work ? List.of("mara.lind@meridian.example") : List.of()));
        }
    }

    private void holidays(String account, String name, ZoneId zone) {
        var key = new CalendarKey(account, "holidays-" + account.replace('@', '.') + "@group.calendar.example");
        calendars.create(new PersonCalendar(key, "Holidays (" + name + ")", zone, false, false, "#8e24aa", 0));
        for (int year = today.getYear() - 1; year <= today.getYear() + 1; year++) {
            add(key, day("New Year’s Day", LocalDate.of(year, 1, 1), 1));
            add(key, day("Labour Day", LocalDate.of(year, 5, 1), 1));
            add(key, day("Christmas Day", LocalDate.of(year, 12, 25), 1));
        }
    }

    private CalendarEvent add(CalendarKey key, EventContent content) {
        return calendars.add(key, content);
    }

    private static EventContent timed(String title, LocalDate day, String at, int minutes, ZoneId zone) {
        var start = day.atTime(LocalTime.parse(at));
        return EventContent.of(title, EventTime.at(start, zone), EventTime.at(start.plusMinutes(minutes), zone));
    }

    private static EventContent day(String title, LocalDate first, int days) {
        return EventContent.of(title, EventTime.day(first), EventTime.day(first.plusDays(days)));
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
