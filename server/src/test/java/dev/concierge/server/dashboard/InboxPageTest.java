package dev.concierge.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Instant;
import java.util.LinkedHashMap;
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

/** What came in over all providers, the newest first, and for nobody else. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InboxPageTest {
    private static final String PAGE = "/dashboard/inbox";
    private static final Instant TIME = Instant.parse("2026-11-20T12:00:00Z");

    private World world;
    private Visitor ada;
    private UUID google;
    private StoredThings things;

    @BeforeAll
    void start() {
        world = World.start(
                1, Map.of("concierge.identity.sign-up-burst", "1000", "concierge.identity.sign-in-burst", "1000"));
    }

    @BeforeEach
    void connect() {
        ada = world.visitor().signUp();
        google = ada.connected(Visitor.LINH_WORK);
        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
        things = new StoredThings(world, google);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    void kinds_are_mixed_by_time_and_each_has_a_shelf() {
        thing("message", "Your booking", 1);
        thing("notification", "Review asked", 2);
        thing("issue", "It does not start", 3);
        thing("message", "Older mail", 4);

        assertThat(titles("")).containsExactly("Your booking", "Review asked", "It does not start", "Older mail");
        assertThat(titles("?show=messages")).containsExactly("Your booking", "Older mail");
        assertThat(titles("?show=notifications")).containsExactly("Review asked");
        assertThat(titles("?show=issues")).containsExactly("It does not start");
        assertThat(titles("?show=everything")).hasSizeGreaterThan(4);
        assertThat(ada.open(PAGE + "?show=issues").find(".tabs [aria-current]").text())
                .isEqualTo("Issues");
    }

    @Test
    void words_and_account_narrow_it() {
        thing("message", "Your booking to Hamburg", 1);
        thing("message", "Another mail", 2);

        assertThat(titles("?q=book")).containsExactly("Your booking to Hamburg");
        assertThat(titles("?q=HAMBURG+booking")).containsExactly("Your booking to Hamburg");
        assertThat(titles("?q=nowhere")).isEmpty();
        assertThat(titles("?q=%3F%27%22")).isEmpty();
        assertThat(titles("?account=" + google)).hasSize(2);
        assertThat(titles("?account=" + UUID.randomUUID())).isEmpty();
    }

    @Test
    void the_list_goes_on_page_by_page_and_misses_nothing() {
        for (int minute = 1; minute <= 65; minute++) {
            thing(minute % 2 == 0 ? "message" : "notification", "Thing " + minute, minute / 3);
        }
        Page first = ada.open(PAGE);
        Page second = ada.open(first.find("a[rel=next]").attr("href"));
        Page third = ada.open(second.find("a[rel=next]").attr("href"));
        List<String> all = new java.util.ArrayList<>(titles(first));
        all.addAll(titles(second));
        all.addAll(titles(third));

        assertThat(all).hasSize(65).doesNotHaveDuplicates();
        assertThat(third.has("a[rel=next]")).isFalse();
        assertThat(titles(ada.open(third.find("#inbox-newest").attr("href")))).isEqualTo(titles(first));
    }

    @Test
    void each_leads_to_where_it_is_and_foreign_text_stays_text() {
        thing("message", "<script>alert(1)</script>", 1);
        Page page = ada.open(PAGE);
        assertThat(titles(page)).containsExactly("<script>alert(1)</script>");
        assertThat(page.find("#inbox .row a").attr("href")).isEqualTo("https://mail.example/1");
        assertThat(page.find("#inbox .row a").attr("rel")).contains("noreferrer");
        assertThat(page.find("#inbox .row").text()).contains("Bahn Reisen", Visitor.LINH_WORK);
    }

    @Test
    void the_part_is_the_list_alone() {
        Page part = ada.browser().get(world.url(PAGE + "?show=messages&q=a"), Map.of("HX-Request", "true"));
        assertThat(part.body()).doesNotContain("<html", "<form");
        assertThat(part.find("#inbox").attr("hx-get")).isEqualTo(PAGE + "?show=messages&q=a");
    }

    @Test
    void values_that_make_no_sense_are_refused() {
        for (String query : List.of("?show=x", "?account=x", "?before=x", "?q=" + "x".repeat(401))) {
            assertThat(ada.open(PAGE + query).status()).as(query).isEqualTo(400);
        }
    }

    @Test
    @DisplayName("E-01 another account's inbox")
    void nobody_else_sees_it() {
        thing("message", "Secret mail", 1);
        Page eves = world.visitor().signUp().open(PAGE + "?account=" + google);
        assertThat(eves.status()).isEqualTo(200);
        assertThat(eves.text()).contains("Nothing is found").doesNotContain("Secret mail", Visitor.LINH_WORK);
        assertThat(new Browser().open(world.url(PAGE)).path()).isEqualTo("/login");
    }

    private void thing(String kind, String title, int minutesAgo) {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("kind", kind);
        columns.put("title", title);
        columns.put("people", List.of("Bahn Reisen"));
        columns.put("link", "https://mail.example/1");
        columns.put("happened_at", TIME.minusSeconds(60L * minutesAgo));
        columns.put("words", words(title));
        things.add(columns);
    }

    /** As the database writes a vector of plain words. */
    private static String words(String title) {
        return title.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9 ]", "");
    }

    private List<String> titles(String query) {
        return titles(ada.open(PAGE + query));
    }

    private static List<String> titles(Page page) {
        return page.document().select("#inbox .row b").eachText();
    }
}
