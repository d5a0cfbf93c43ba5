package dev.concierge.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times and numbers in words. */
@Tag("flow")
final class FormattingTest {
    private static final Formatting FORMAT = new Formatting(Instant.parse("2026-11-20T14:00:00Z"), ZoneId.of("UTC"));

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T14:00:00Z, just now",
        "2026-11-20T13:59:16Z, just now",
        "2026-11-20T13:59:15Z, a minute ago",
        "2026-11-20T13:56:00Z, 4 minutes ago",
        "2026-11-20T13:00:20Z, an hour ago",
        "2026-11-20T12:50:00Z, an hour ago",
        "2026-11-20T04:00:00Z, 10 hours ago",
        "2026-11-20T00:00:00Z, 14 hours ago",
        "2026-11-19T23:00:00Z, 19 Nov",
        "2025-11-20T14:00:00Z, 20 Nov 2025",
        "2026-11-20T14:16:00Z, 14:16"
    })
    void the_past_is_told_as_people_do(Instant then, String words) {
        assertThat(FORMAT.ago(then)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T14:00:10Z, now",
        "2026-11-20T13:00:00Z, now",
        "2026-11-20T14:15:00Z, in 15 min",
        "2026-11-20T17:00:00Z, in 3 hours",
        "2026-11-29T15:00:00Z, in 9 days"
    })
    void so_is_what_comes(Instant then, String words) {
        assertThat(FORMAT.in(then)).isEqualTo(words);
    }

    @Test
    void a_time_of_today_is_a_clock_and_another_day_a_date() {
        assertThat(FORMAT.clock(Instant.parse("2026-11-20T09:05:00Z"))).isEqualTo("09:05");
        assertThat(FORMAT.clock(Instant.parse("2026-11-17T09:05:00Z"))).isEqualTo("17 Nov");
        assertThat(FORMAT.clock(Instant.parse("2027-05-03T09:05:00Z"))).isEqualTo("3 May 2027");
        assertThat(FORMAT.moment(Instant.parse("2026-11-17T09:05:00Z"))).isEqualTo("17 Nov, 09:05");
        assertThat(FORMAT.exact(Instant.parse("2026-11-17T09:05:00Z"))).isEqualTo("17 November 2026, 09:05 UTC");
        assertThat(FORMAT.day(LocalDate.of(2026, 11, 21))).isEqualTo("Tomorrow");
        assertThat(FORMAT.day(LocalDate.of(2026, 11, 23))).isEqualTo("Monday 23 November");
    }

    @Test
    void the_zone_decides_what_today_is() {
        Formatting auckland = new Formatting(Instant.parse("2026-11-20T14:00:00Z"), ZoneOffset.ofHours(13));

        assertThat(auckland.clock(Instant.parse("2026-11-20T09:05:00Z"))).isEqualTo("20 Nov");
    }

    @Test
    void numbers_have_their_thousands_apart() {
        assertThat(FORMAT.number(59_254)).isEqualTo("59,254");
        assertThat(FORMAT.count(1, "record", "records")).isEqualTo("1 record");
        assertThat(FORMAT.count(1_806, "record", "records")).isEqualTo("1,806 records");
    }
}
