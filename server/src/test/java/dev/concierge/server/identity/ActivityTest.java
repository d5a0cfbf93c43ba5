package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code /activity}: what was done in one's account and to it. */
@Tag("isolation")
class ActivityTest {
    private static final String ROOTS_ADDRESS = "203.0.113.77";

    private static People people;

    @BeforeAll
    static void start() {
        people = People.start(Map.of("LANES", "none"));
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    private static List<String> rows(Document page) {
        return page.select("main .rows .row").stream().map(Element::text).toList();
    }

    private static Document activity(FormBrowser browser, String query) {
        HttpResponse<String> answer = browser.get("/activity" + query);
        assertThat(answer.statusCode()).as(Apps.text(answer)).isEqualTo(200);
        return Apps.page(answer);
    }

    @Test
    void somebody_reads_in_plain_words_what_they_did() {
        String anna = people.person();
        people.browser().signIn(anna, "not the password");
        FormBrowser browser = people.signedIn(anna);
        browser.post("/security/keys", "name", "mine", "scope", "integrations:read", "days", "30");

        List<String> rows = rows(activity(browser, ""));

        assertThat(rows.getFirst()).startsWith("You made an API key");
        assertThat(rows).anyMatch(row -> row.startsWith("You signed in") && row.contains("Firefox on Linux"));
        assertThat(rows)
                .anyMatch(row ->
                        row.startsWith("Somebody who was not signed in tried to sign in") && row.contains("Refused"));
    }

    @Test
    @DisplayName("E-10 what an administrator did is said to be theirs, and where they sat is not told")
    void what_others_did_is_shown_as_such_without_where_they_sat() {
        String root = people.person(Role.ADMIN);
        FormBrowser administrator = people.signedIn(root);
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        String path = "/admin/people/" + people.idOf(anna);
        administrator.get(path);
        HttpResponse<String> changed = administrator.post(
                path + "/local-id", Map.of("X-Forwarded-For", ROOTS_ADDRESS), "localId", "VNW001", "password", "");
        assertThat(changed.statusCode()).as(Apps.text(changed)).isLessThan(400);

        Document page = activity(browser, "");

        assertThat(rows(page))
                .anyMatch(row -> row.startsWith("An administrator changed your local id")
                        && row.contains("none → VNW001")
                        && row.contains("Not by you"));
        assertThat(page.html())
                .doesNotContain(ROOTS_ADDRESS)
                .doesNotContain(root)
                .doesNotContain(people.idOf(root).toString());
    }

    @Test
    @DisplayName("E-10 the reason of an administrator is for administrators")
    void the_reason_that_an_administrator_wrote_is_not_shown() {
        FormBrowser administrator = people.signedIn(people.person(Role.ADMIN));
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        Apps.enrol(browser, people.clock());
        String path = "/admin/people/" + people.idOf(anna);
        administrator.get(path);
        HttpResponse<String> reset = administrator.post(path + "/factors", "reason", "INC-88 breach", "password", "");
        assertThat(reset.statusCode()).as(Apps.text(reset)).isEqualTo(303);

        Document page = activity(people.signedIn(anna), "");

        assertThat(rows(page)).anyMatch(row -> row.startsWith("An administrator removed your second factors"));
        assertThat(page.text()).doesNotContain("INC-88");
        assertThat(people.count("select count(*) from audit_events where detail ->> 'reason' = 'INC-88 breach'"))
                .isPositive();
    }

    @Test
    void it_is_narrowed_by_kind_and_by_day() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        browser.post("/security/keys", "name", "first", "scope", "integrations:read", "days", "30");
        people.clock().advance(Duration.ofDays(2));
        LocalDate today = people.clock().instant().atOffset(ZoneOffset.UTC).toLocalDate();
        FormBrowser later = people.signedIn(anna);

        assertThat(rows(activity(later, "?kind=ways_in"))).isNotEmpty().allMatch(row -> row.contains("API key"));
        assertThat(rows(activity(later, "?kind=signing_in"))).isNotEmpty().noneMatch(row -> row.contains("API key"));
        assertThat(rows(activity(later, "?from=" + today))).noneMatch(row -> row.contains("API key"));
        assertThat(rows(activity(later, "?until=" + today.minusDays(1)))).anyMatch(row -> row.contains("API key"));
        assertThat(activity(later, "?kind=connected").text()).contains("Nothing is found");
        for (String query : List.of("?kind=nothing", "?from=yesterday", "?until=9999-12-31", "?cursor=x")) {
            HttpResponse<String> answer = later.get("/activity" + query);
            assertThat(answer.statusCode()).as(query).isEqualTo(422);
            assertThat(rows(Apps.page(answer))).isEmpty();
        }
    }

    @Test
    void pages_go_on_by_key_and_a_cursor_is_of_no_use_to_others() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        for (int number = 0; number < 60; number++) {
            browser.post("/profile", "name", "Anna " + number, "timeZone", "UTC", "dateForm", "iso");
        }
        Document first = activity(browser, "?kind=account");
        assertThat(rows(first)).hasSize(50);
        String older = first.select("a[rel=next]").attr("href");
        assertThat(older).contains("kind=account").contains("cursor=");

        Document second = Apps.page(browser.get(older));

        assertThat(rows(second)).hasSizeBetween(10, 12).anyMatch(row -> row.contains("made the account"));
        assertThat(second.select("a[rel=next]")).isEmpty();
        FormBrowser eve = people.signedIn(people.person());
        HttpResponse<String> stolen = eve.get(older);
        assertThat(stolen.statusCode()).isEqualTo(422);
        assertThat(stolen.body()).doesNotContain("made the account");
    }
}
