package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code /profile}: what people say of themselves, and how times are written for them from then on. */
@Tag("flow")
class ProfileTest {
    private static People people;

    @BeforeAll
    static void start() {
        people = People.start(Map.of("LANES", "none"));
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    private static HttpResponse<String> save(FormBrowser browser, String name, String zone, String form) {
        browser.get("/profile");
        return browser.post("/profile", "name", name, "timeZone", zone, "dateForm", form);
    }

    @Test
    void a_name_a_time_zone_and_a_form_of_dates_count_on_every_page_at_once() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);

        assertThat(save(browser, "Anna Example", "Asia/Ho_Chi_Minh", "month_first")
                        .headers()
                        .firstValue("Location"))
                .contains("/profile?saved");

        String page = browser.get("/profile?saved").body();
        assertThat(page).contains("Saved.", "value=\"Anna Example\"");
        assertThat(Apps.page(browser.get("/profile"))
                        .select("#zone option[selected]")
                        .val())
                .isEqualTo("Asia/Ho_Chi_Minh");
        String title = Apps.page(browser.get("/profile")).select("time").attr("title");
        assertThat(title).matches("[A-Z][a-z]+ \\d{1,2}, \\d{4}, \\d{1,2}:\\d{2} [AP]M (ICT|GMT\\+7|GMT\\+07:00)");
        assertThat(browser.get("/api/v1/me").body()).contains("\"name\":\"Anna Example\"");
        assertThat(people.count("select count(*) from audit_events where action = 'account.profile' and account_id = '"
                        + people.idOf(anna) + "'"))
                .isOne();
    }

    @Test
    void what_cannot_be_taken_is_said_at_its_field_and_changes_nothing() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);

        HttpResponse<String> refused = save(browser, " ", "Mars/Olympus", "roman");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("Write a name of one line", "Choose a time zone of the list", "Choose one of the forms");
        assertThat(people.count("select count(*) from accounts where account_id = '" + people.idOf(anna)
                        + "' and display_name = 'Somebody Else' and time_zone = 'UTC' and date_form = 'day_first'"))
                .isOne();
        for (String zone : new String[] {"SystemV/EST5", "GMT+3", "Etc/GMT-14", "utc", "x".repeat(70)}) {
            assertThat(save(browser, "Anna", zone, "iso").statusCode()).as(zone).isEqualTo(422);
        }
    }

    @Test
    void k02_markup_in_a_name_is_shown_as_text() {
        FormBrowser browser = people.signedIn(people.person());
        save(browser, "\"><img src=x onerror=alert(1)>", "UTC", "iso");

        assertThat(browser.get("/profile").body()).doesNotContain("<img src=x");
    }

    @Test
    @DisplayName("L-01 role, local id, address and state are sent along")
    void l01_what_is_not_theirs_to_set_stays() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        browser.get("/profile");

        HttpResponse<String> saved = browser.post(
                "/profile",
                "name",
                "Anna",
                "timeZone",
                "UTC",
                "dateForm",
                "iso",
                "role",
                "admin",
                "localId",
                "BOSS",
                "email",
                "boss@corp.example",
                "status",
                "disabled");

        assertThat(saved.statusCode()).isEqualTo(303);
        assertThat(people.count("select count(*) from accounts where email = '" + anna
                        + "' and role = 'guest' and local_id is null and status = 'active'"))
                .isOne();
    }
}
