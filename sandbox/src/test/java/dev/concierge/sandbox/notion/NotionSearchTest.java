package dev.concierge.sandbox.notion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.DialectWorld;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Tag("flow")
class NotionSearchTest {
    private static final String PAGES = "\"filter\":{\"property\":\"object\",\"value\":\"page\"}";
    private static final String NEWEST_FIRST =
            "\"sort\":{\"timestamp\":\"last_edited_time\",\"direction\":\"descending\"}";

    private final NotionWorld world = new NotionWorld();
    private final String token = world.tokens().text("access_token");

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void everything_is_listed_page_by_page_and_only_once() {
        List<String> ids = new ArrayList<>();
        String next = "";
        do {
            var reply = search("{" + PAGES + "," + NEWEST_FIRST + ",\"page_size\":10" + next + "}");
            assertThat(reply.status()).isEqualTo(200);
            reply.json().path("results").forEach(page -> ids.add(page.path("id").asString()));
            assertThat(reply.json().path("has_more").asBoolean())
                    .isNotEqualTo(reply.json().path("next_cursor").isNull());
            next = reply.json().path("has_more").asBoolean()
                    ? ",\"start_cursor\":\"" + reply.text("next_cursor") + "\""
                    : "";
        } while (!next.isEmpty());

        assertThat(ids).doesNotHaveDuplicates().hasSize(36);
    }

    @Test
    void what_was_edited_last_comes_first_and_what_is_removed_does_not_come() {
        var entries = world.sandbox.entries("notion");
        var made = entries.add(DialectWorld.LINH, "page", "Brand new");
        world.pass(Duration.ofMinutes(2));

        var first = search("{" + PAGES + "," + NEWEST_FIRST + "}")
                .json()
                .path("results")
                .path(0);
        assertThat(first.path("id").asString()).isEqualTo(made.id());
        assertThat(first.path("last_edited_time").asString()).endsWith(":00.000Z");
        assertThat(first.path("properties")
                        .path("title")
                        .path("title")
                        .path(0)
                        .path("plain_text")
                        .asString())
                .isEqualTo("Brand new");

        entries.remove(DialectWorld.LINH, made.id());
        JsonNode all = search("{\"query\":\"brand\"}").json().path("results");
        assertThat(all.size()).isZero();
    }

    @Test
    void databases_are_data_sources_from_the_version_on_that_says_so() {
        var body = "{\"filter\":{\"property\":\"object\",\"value\":\"%s\"}}";
        assertThat(search(body.formatted("data_source")).json().path("results").size())
                .isEqualTo(4);
        assertThat(search(body.formatted("database")).status()).isEqualTo(400);

        var older = search(body.formatted("database"), "2022-06-28");
        assertThat(older.json().path("results").path(0).path("object").asString())
                .isEqualTo("database");
        assertThat(older.json().path("results").path(0).has("archived")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"page_size\":101}",
                "{\"page_size\":\"10\"}",
                "{\"start_cursor\":\"no such page\"}",
                "{\"sort\":{\"timestamp\":\"created_time\",\"direction\":\"descending\"}}",
                "{\"sorts\":{}}"
            })
    void what_notion_does_not_understand_is_refused(String body) {
        var refused = search(body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("code")).isEqualTo("validation_error");
    }

    @Test
    void a_connection_without_the_capability_gets_nothing() {
        world.knobs().set(NotionKnobs.CAPABILITIES, List.of(Capabilities.USER_WITH_EMAIL));
        var refused = send(world.tokens().text("access_token"), "{}", NotionWorld.VERSION);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("code")).isEqualTo("restricted_resource");
    }

    @Test
    void too_many_in_a_minute_are_told_how_long_to_wait() {
        world.knobs().set(NotionKnobs.REQUESTS_PER_MINUTE, 2L);
        search("{}");
        search("{}");
        var refused = search("{}");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("code")).isEqualTo("rate_limited");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 61);
        world.pass(Duration.ofSeconds(61));
        assertThat(search("{}").status()).isEqualTo(200);
    }

    private Reply search(String body) {
        return search(body, NotionWorld.VERSION);
    }

    private Reply search(String body, String version) {
        return send(token, body, version);
    }

    private Reply send(String bearer, String body, String version) {
        return Http.json(
                "POST",
                world.base + "/v1/search",
                body,
                "Authorization",
                "Bearer " + bearer,
                "Notion-Version",
                version);
    }
}
