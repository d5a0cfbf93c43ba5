package dev.concierge.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** All calendars in one list, where the person is, and for nobody else. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgendaPageTest {
    private static final String PAGE = "/dashboard/agenda";

    private World world;
    private Visitor ada;
    private StoredThings things;
    private LocalDate today;

    @BeforeAll
    void start() {
        world = World.start(
                1, Map.of("concierge.identity.sign-up-burst", "1000", "concierge.identity.sign-in-burst", "1000"));
        world.clock().hold();
    }

    @BeforeEach
    void connect() {
        ada = world.visitor().signUp();
        UUID google = ada.connected(Visitor.LINH_WORK);
        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
        things = new StoredThings(world, google);
        today = LocalDate.ofInstant(world.clock().instant(), ZoneOffset.UTC);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    void what_a_sync_brought_stands_on_its_day() {
        LocalDate day = today.plusDays(1);
        world.sandbox().calendar(Visitor.LINH_WORK).add("Tea with Mai", day.atTime(12, 0), day.atTime(13, 0));
        ada.browser().submit(ada.open("/dashboard/analytics"), "form[action='/dashboard/analytics/sync']", Map.of());
        world.server().bean(JobRunner.class).runDue(Lane.SYNC);

        assertThat(day(ada.open(PAGE), day)).contains("Tomorrow", "Tea with Mai", Visitor.LINH_WORK);
        assertThat(ada.open(PAGE).find("nav a[aria-current]").text()).isEqualTo("Agenda");
    }

    @Test
    void a_day_is_a_day_where_the_person_is() {
        LocalDate day = today.plusDays(3);
        event("Late call", day + "T23:30:00Z", day + "T23:45:00Z", Map.of());
        assertThat(day(ada.open(PAGE), day)).contains("Late call", "23:30 to 23:45");

        ada.browser()
                .submit(
                        ada.open("/profile"),
                        "form[action='/profile']",
                        Map.of("name", "Ada", "timeZone", "Asia/Tokyo", "dateForm", "day_first"));
        assertThat(day(ada.open(PAGE), day.plusDays(1))).contains("Late call", "08:30 to 08:45");
    }

    @Test
    void what_began_before_and_goes_on_stands_on_the_first_day() {
        event("Fair", today.minusDays(9) + "T08:00:00Z", today.plusDays(2) + "T18:00:00Z", Map.of());
        event("Long over", today.minusDays(9) + "T08:00:00Z", today.minusDays(8) + "T18:00:00Z", Map.of());
        Page page = ada.open(PAGE);
        assertThat(day(page, today)).contains("Fair", "until");
        assertThat(page.text()).doesNotContain("Long over");
        assertThat(ada.open(PAGE + "?from=" + today.plusDays(3)).text()).doesNotContain("Fair");
    }

    @Test
    void whole_days_come_first_and_end_on_their_last_day() {
        LocalDate day = today.plusDays(2);
        event("At dawn", day + "T00:10:00Z", day + "T00:20:00Z", Map.of());
        event(
                "Holiday",
                day + "T00:00:00Z",
                day.plusDays(3) + "T00:00:00Z",
                Map.of(
                        "all_day",
                        true,
                        "content",
                        Map.of(
                                "summary",
                                "Holiday",
                                "start",
                                Map.of("date", day.toString()),
                                "end",
                                Map.of("date", day.plusDays(3).toString()))));
        String text = day(ada.open(PAGE), day);
        assertThat(text.indexOf("Holiday")).isPositive().isLessThan(text.indexOf("At dawn"));
        assertThat(text).contains("all day, until");
    }

    @Test
    void other_weeks_are_a_link_away_and_the_part_is_the_days_alone() {
        Page page = ada.open(PAGE);
        assertThat(page.find("a[rel=next]").attr("href")).isEqualTo(PAGE + "?from=" + today.plusDays(14));
        assertThat(page.has(".page-head a[href='" + PAGE + "']")).isFalse();
        Page later = ada.open(page.find("a[rel=next]").attr("href"));
        assertThat(later.find(".page-head a[href='" + PAGE + "']").text()).isEqualTo("Today");

        Page part = ada.browser().get(world.url(PAGE + "?from=2030-01-01"), Map.of("HX-Request", "true"));
        assertThat(part.body()).doesNotContain("<html", "<h1");
        assertThat(part.find("#days").attr("hx-get")).isEqualTo(PAGE + "?from=2030-01-01");
    }

    @Test
    void what_goes_on_for_months_stands_there_however_long_ago_it_began() {
        event("Parental leave", today.minusDays(200) + "T08:00:00Z", today.plusDays(2) + "T18:00:00Z", Map.of());
        event("Long over", today.minusDays(200) + "T08:00:00Z", today.minusDays(100) + "T18:00:00Z", Map.of());
        Page page = ada.open(PAGE);
        assertThat(day(page, today)).contains("Parental leave", "until");
        assertThat(page.text()).doesNotContain("Long over");
        assertThat(ada.open(PAGE + "?from=" + today.plusDays(3)).text()).doesNotContain("Parental leave");
    }

    @Test
    void a_longer_time_is_seen_month_by_month() {
        YearMonth month = YearMonth.from(today).plusMonths(2);
        event("Alpha one", month.atDay(1) + "T09:00:00Z", month.atDay(1) + "T10:00:00Z", Map.of());
        event("Omega one", month.atEndOfMonth() + "T22:00:00Z", month.atEndOfMonth() + "T23:00:00Z", Map.of());
        event(
                "Beyond it",
                month.plusMonths(1).atDay(1) + "T09:00:00Z",
                month.plusMonths(1).atDay(1) + "T10:00:00Z",
                Map.of());

        Page page = ada.open(ada.open(PAGE + "?from=" + month.atDay(20))
                .find(".tabs a:contains(Month)")
                .attr("href"));
        assertThat(page.find("#days").text()).contains("Alpha one", "Omega one").doesNotContain("Beyond it");
        assertThat(page.find("#days").attr("hx-get")).isEqualTo(PAGE + "?month=" + month);
        assertThat(ada.open(page.find("a[rel=next]").attr("href")).find("#days").text())
                .contains("Beyond it");
        assertThat(page.find("a[rel=prev]").attr("href")).isEqualTo(PAGE + "?month=" + month.minusMonths(1));
        assertThat(page.find(".page-head a:contains(Today)").attr("href"))
                .isEqualTo(PAGE + "?month=" + YearMonth.from(today));

        for (String none : List.of("x", "2026-13", "1969-12", "3000-01", "2026-11-20", "2026-11/2027-03")) {
            Page refused = ada.open(PAGE + "?month=" + none);
            assertThat(refused.status()).as(none).isEqualTo(400);
            assertThat(refused.text()).as(none).contains("month by month");
        }
    }

    @Test
    void more_than_a_page_holds_is_said_and_a_link_away() {
        LocalDate day = today.plusDays(20);
        for (int i = 0; i < 301; i++) {
            LocalDate on = i < 299 ? day : day.plusDays(1);
            event("Event " + i, on + "T09:00:00Z", on + "T10:00:00Z", Map.of());
        }
        Page page = ada.open(PAGE + "?from=" + day);
        assertThat(page.text()).contains("There is more on these days than stands here.");
        assertThat(page.find("#on").attr("href")).isEqualTo(PAGE + "?from=" + day.plusDays(1));
        Page on = ada.open(page.find("#on").attr("href"));
        assertThat(on.text()).contains("Event 299", "Event 300");
        assertThat(on.has("#on")).isFalse();
    }

    @Test
    void days_that_are_none_are_refused() {
        for (String from : List.of("x", "2026-02-30", "1969-12-31", "3000-01-01", "+99999-01-01")) {
            assertThat(ada.open(PAGE + "?from=" + from.replace("+", "%2B")).status())
                    .as(from)
                    .isEqualTo(400);
        }
    }

    @Test
    @DisplayName("E-01 another account's agenda")
    void nobody_else_sees_it() {
        event("Secret meeting", today + "T12:00:00Z", today + "T23:59:00Z", Map.of());
        assertThat(ada.open(PAGE).text()).contains("Secret meeting");
        Page eves = world.visitor().signUp().open(PAGE);
        assertThat(eves.text()).contains("No calendar yet").doesNotContain("Secret meeting");
        assertThat(new Browser().open(world.url(PAGE)).path()).isEqualTo("/login");
    }

    private void event(String title, String from, String to, Map<String, Object> more) {
        Map<String, Object> columns = new java.util.LinkedHashMap<>(Map.of(
                "title",
                title,
                "starts_at",
                from,
                "ends_at",
                to,
                "happened_at",
                from,
                "all_day",
                false,
                "content",
                Map.of("summary", title)));
        columns.putAll(more);
        things.add(columns);
    }

    private static String day(Page page, LocalDate day) {
        return page.find("section[aria-labelledby=day-" + day + "]").text();
    }
}
