package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http.Reply;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class CalendarListTest {
    private final GoogleWorld world = new GoogleWorld();
    private final String token = world.tokens("scope", GoogleWorld.LIST).text("access_token");

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void it_names_the_main_calendar_first() {
        var list = list("");

        assertThat(list.json().path("kind").stringValue()).isEqualTo("calendar#calendarList");
        assertThat(list.json().path("items").size()).isEqualTo(2);
        assertThat(list.json().path("items").get(0).path("primary").booleanValue())
                .isTrue();
        assertThat(list.json().path("items").get(0).path("id").stringValue()).isEqualTo(GoogleWorld.LINH);
        assertThat(list.json().path("items").get(1).path("accessRole").stringValue())
                .isEqualTo("reader");
    }

    @Test
    void it_comes_in_pages_with_the_sync_token_on_the_last() {
        var first = list("?maxResults=1");
        assertThat(first.json().has("nextSyncToken")).isFalse();

        var second = list("?maxResults=1&pageToken=" + first.text("nextPageToken"));
        assertThat(second.json().path("items").size()).isEqualTo(1);
        assertThat(second.text("nextSyncToken")).isNotEmpty();
        assertThat(second.json().has("nextPageToken")).isFalse();
    }

    @Test
    void nothing_new_is_empty_and_an_old_token_is_gone() {
        var sync = list("").text("nextSyncToken");
        assertThat(list("?syncToken=" + sync).json().path("items").isEmpty()).isTrue();

        world.sandbox.knobs().set(GoogleKnobs.SYNC_TOKEN_LIFE_SECONDS, 60L);
        world.pass(Duration.ofSeconds(60));
        assertThat(list("?syncToken=" + sync).status()).isEqualTo(410);
    }

    @Test
    void rubbish_is_refused() {
        assertThat(list("?syncToken=x").status()).isEqualTo(400);
        assertThat(list("?pageToken=x").status()).isEqualTo(400);
        assertThat(list("?minAccess=x").status()).isEqualTo(400);
    }

    @Test
    void it_needs_its_scope() {
        var other = world.tokens("scope", GoogleWorld.READ_EVENTS).text("access_token");

        assertThat(world.api("/calendar/v3/users/me/calendarList", other).status())
                .isEqualTo(403);
    }

    private Reply list(String query) {
        return world.api("/calendar/v3/users/me/calendarList" + query, token);
    }
}
