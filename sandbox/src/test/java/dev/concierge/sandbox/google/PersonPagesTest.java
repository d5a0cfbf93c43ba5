package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class PersonPagesTest {
    private final GoogleWorld world = new GoogleWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void a_person_adds_an_event_and_it_is_synced() {
        var token = world.tokens("scope", GoogleWorld.READ_EVENTS).text("access_token");
        var sync = world.events(token, "").text("nextSyncToken");
        var page = calendar();
        assertThat(page.body()).contains("id=\"title\"", "id=\"start\"", "id=\"end\"", "id=\"add\"");

        var added = add("Lunch <i>with</i> Ana", "2026-11-21T12:00", "2026-11-21T13:00");

        assertThat(added.status()).isEqualTo(303);
        assertThat(Http.get(added.header("Location")).body())
                .contains("The event was added.", "Lunch &lt;i&gt;with&lt;/i&gt; Ana", "Sat 21 Nov, 12:00–13:00");
        assertThat(CalendarSyncTest.items(world.events(token, "?syncToken=" + sync)))
                .singleElement()
                .satisfies(
                        each -> assertThat(each.path("start").path("dateTime").stringValue())
                                .isEqualTo("2026-11-21T12:00:00+01:00"));
    }

    @Test
    void a_person_cancels_an_event() {
        add("Doomed", "2026-11-21T12:00", "2026-11-21T13:00");
        var id = world.sandbox.calendar(GoogleWorld.LINH).events().getLast().id();

        assertThat(cancel(id).header("Location")).endsWith("said=cancelled");

        assertThat(calendar().body()).doesNotContain("Doomed");
        assertThat(cancel(id).header("Location")).endsWith("said=gone");
    }

    @Test
    void one_occurrence_of_a_series_is_cancelled_alone() {
        var series = world.sandbox.calendar(GoogleWorld.LINH).events().stream()
                .filter(each -> each.content().title().equals("Stand-up"))
                .findFirst()
                .orElseThrow();
        var id = series.id() + "_20261125T081500Z";
        assertThat(calendar().body()).contains(id);

        cancel(id);

        assertThat(calendar().body()).doesNotContain(id).contains(series.id() + "_20261126T081500Z");
    }

    @Test
    void a_wrong_time_is_explained_and_nothing_typed_is_lost() {
        var backwards = add("Mine", "2026-11-21T13:00", "2026-11-21T12:00");
        var unreadable = add("Mine", "tomorrow", "2026-11-21T12:00");

        assertThat(backwards.status()).isEqualTo(400);
        assertThat(backwards.body()).contains("The end must be after the start.", "value=\"Mine\"");
        assertThat(unreadable.body()).contains("Start and end need a date and a time.", "value=\"Mine\"");
    }

    @Test
    void without_an_account_it_asks_whose() {
        assertThat(Http.get(world.google + "/calendar").body())
                .contains("calendar?account=linh%40home.example")
                .contains("Ana Ruiz");
        assertThat(Http.get(world.google + "/calendar?account=x%40y").status()).isEqualTo(404);
    }

    @Test
    void a_person_removes_an_app() {
        var tokens = world.tokens();
        var url = world.google + "/connections?account=linh.tran%40meridian.example";
        assertThat(Http.get(url).body()).contains("Remove access of Concierge", "See your events");

        var removed =
                Http.form(world.google + "/connections", Map.of("account", GoogleWorld.LINH, "remove", "Concierge"));

        assertThat(removed.status()).isEqualTo(303);
        assertThat(Http.get(removed.header("Location")).body())
                .contains("Concierge has no access any more.", "No app has access.");
        assertThat(world.refresh(tokens.text("refresh_token")).status()).isEqualTo(400);
    }

    @Test
    void another_site_can_neither_add_nor_remove() {
        world.tokens();
        for (var path : new String[] {"/calendar", "/connections"}) {
            var form = Map.of("account", GoogleWorld.LINH, "remove", "Concierge", "title", "x");
            assertThat(Http.form(world.google + path, form, "Sec-Fetch-Site", "cross-site")
                            .status())
                    .isEqualTo(403);
            assertThat(Http.form(world.google + path, form, "Origin", "http://evil.example")
                            .status())
                    .isEqualTo(403);
        }
        assertThat(Http.get(world.google + "/connections?account=linh.tran%40meridian.example")
                        .body())
                .contains("Remove access of Concierge");
    }

    private Reply calendar() {
        return Http.get(world.google + "/calendar?account=linh.tran%40meridian.example");
    }

    private Reply add(String title, String start, String end) {
        return Http.form(
                world.google + "/calendar",
                Map.of("account", GoogleWorld.LINH, "title", title, "start", start, "end", end));
    }

    private Reply cancel(String id) {
        return Http.form(world.google + "/calendar", Map.of("account", GoogleWorld.LINH, "cancel", id));
    }
}
