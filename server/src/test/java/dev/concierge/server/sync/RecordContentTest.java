package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("flow")
class RecordContentTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final RecordContent content = new RecordContent(JSON, SyncSettingsTest.DEFAULTS);

    @Test
    void the_same_content_is_the_same_text_in_whatever_order_it_comes() {
        assertThat(content.text(read("{\"b\":{\"y\":1,\"x\":2},\"a\":[1,2]}")))
                .isEqualTo(content.text(read("{\"a\":[1,2],\"b\":{\"x\":2,\"y\":1}}")))
                .isEqualTo("{\"a\":[1,2],\"b\":{\"x\":2,\"y\":1}}");
    }

    @Test
    void characters_that_the_database_cannot_store_are_replaced_in_names_and_values() {
        assertThat(content.text(read("{\"a\\u0000b\":\"x\\u0000y\\ud800z\\ud83d\\ude00\"}")))
                .isEqualTo("{\"a\uFFFDb\":\"x\uFFFDy\uFFFDz\uD83D\uDE00\"}");
    }

    @Test
    void a_backslash_before_u0000_is_text_and_stays() {
        assertThat(content.text(read("{\"a\":\"\\\\u0000\"}"))).isEqualTo("{\"a\":\"\\\\u0000\"}");
    }

    @Test
    void of_a_record_that_is_too_large_the_largest_members_are_left_out_and_named() {
        String huge = "é".repeat(200_000);
        String text = content.text(read("{\"id\":\"1\",\"summary\":\"Lunch\",\"description\":\"" + huge
                + "\",\"attendees\":[\"" + huge + "\"]}"));
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(256 * 1024);
        assertThat(read(text).path("summary").asString()).isEqualTo("Lunch");
        assertThat(read(text).path("_omitted").toString()).isEqualTo("[\"description\",\"attendees\"]");
    }

    @Test
    void a_record_just_below_the_limit_is_whole() {
        String text = content.text(read("{\"a\":\"" + "x".repeat(256 * 1024 - 8) + "\"}"));
        assertThat(text).hasSize(256 * 1024).doesNotContain("_omitted");
    }

    private static JsonNode read(String json) {
        return JSON.readTree(json);
    }
}
