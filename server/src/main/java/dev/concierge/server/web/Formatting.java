package dev.concierge.server.web;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * Times and numbers in the words of our pages. Relative to one moment, so that a page does not contradict itself.
 *
 * @param now when the page is made
 * @param zone where the person is; UTC until they say
 * @param form how they want days and times written
 */
public record Formatting(Instant now, ZoneId zone, DateForm form) {
    private static final List<String> WORDS =
            List.of("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten");

    /** With the day first, as the examples below. */
    public Formatting(Instant now, ZoneId zone) {
        this(now, zone, DateForm.DAY_FIRST);
    }

    /** "just now", "4 minutes ago", "2 hours ago"; from yesterday on the day. A time to come is {@link #clock}. */
    public String ago(Instant then) {
        Duration past = Duration.between(then, now);
        if (past.isNegative()) {
            return clock(then);
        }
        if (past.toSeconds() < 45) {
            return "just now";
        }
        long minutes = Math.max(1, Math.round(past.toSeconds() / 60.0));
        if (minutes < 60) {
            return minutes == 1 ? "a minute ago" : minutes + " minutes ago";
        }
        if (past.toHours() < 12 || isToday(then)) {
            long hours = Math.max(1, past.toHours());
            return hours == 1 ? "an hour ago" : hours + " hours ago";
        }
        return day(then);
    }

    /** "in 15 min", "in 3 hours", "in 9 days"; what has passed is "now". */
    public String in(Instant then) {
        Duration left = Duration.between(now, then);
        if (left.toSeconds() < 30) {
            return "now";
        }
        if (left.toMinutes() < 90) {
            return "in " + Math.max(1, left.toMinutes()) + " min";
        }
        if (left.toHours() < 36) {
            return "in " + left.toHours() + " hours";
        }
        return "in " + left.toDays() + " days";
    }

    /** "14:16" today, "17 Nov" in this year, "3 May 2027" otherwise. */
    public String clock(Instant then) {
        return isToday(then) ? form.clock().format(at(then)) : day(then);
    }

    /** "14:16", whatever the day. */
    public String time(Instant then) {
        return form.clock().format(at(then));
    }

    /** "14:16:30", whatever the day. */
    public String seconds(Instant then) {
        return form.seconds().format(at(then));
    }

    /** "14:02 today", "17 Nov, 14:02". */
    public String moment(Instant then) {
        String time = form.clock().format(at(then));
        return isToday(then) ? time + " today" : day(then) + ", " + time;
    }

    /** "17 Nov" in this year, "3 May 2027" otherwise. */
    public String day(Instant then) {
        ZonedDateTime at = at(then);
        return (at.getYear() == at(now).getYear() ? form.day() : form.dayYear()).format(at);
    }

    /** "Today", "Tomorrow", "Monday 23 November". */
    public String day(LocalDate day) {
        long away = ChronoUnit.DAYS.between(at(now).toLocalDate(), day);
        return away == 0 ? "Today" : away == 1 ? "Tomorrow" : form.weekday().format(day);
    }

    /** "17 Nov" in this year, "3 May 2027" otherwise. */
    public String shortDay(LocalDate day) {
        return (day.getYear() == at(now).getYear() ? form.day() : form.dayYear()).format(day);
    }

    /** "Monday 23 November", whichever day it is. */
    public String weekday(LocalDate day) {
        return form.weekday().format(day);
    }

    /** The date a moment falls on where the person is. */
    public LocalDate dateOf(Instant then) {
        return at(then).toLocalDate();
    }

    /** "3 November 2026". */
    public String date(Instant then) {
        return form.longDay().format(at(then));
    }

    /** "3 November 2026, 14:02 UTC": exact, for those who point at a time. */
    public String exact(Instant then) {
        return form.full().format(at(then));
    }

    /** The machine's form, for {@code datetime}. */
    public String iso(Instant then) {
        return then.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** "59,254". */
    public String number(long value) {
        return String.format(Locale.ENGLISH, "%,d", value);
    }

    /** "Two", as a sentence begins; from eleven on in figures. */
    public String word(long value) {
        return value >= 0 && value < WORDS.size() ? WORDS.get((int) value) : number(value);
    }

    /** "1 record", "2 records", "59,254 records". */
    public String count(long value, String one, String many) {
        return number(value) + " " + (value == 1 ? one : many);
    }

    private boolean isToday(Instant then) {
        return at(then).toLocalDate().equals(at(now).toLocalDate());
    }

    private ZonedDateTime at(Instant then) {
        return then.atZone(zone);
    }
}
