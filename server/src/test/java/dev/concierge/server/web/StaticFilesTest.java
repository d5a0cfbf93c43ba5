package dev.concierge.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Static files: kept for ever under their version, packed, and nothing else reachable. */
@Tag("performance")
final class StaticFilesTest {
    private static final Assets ASSETS = Assets.load();

    private static WebRoom.Running room;

    @BeforeAll
    static void start() {
        room = new WebRoom.Running();
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/concierge.css",
                "/assets/concierge.js",
                "/assets/htmx.min.js",
                "/marks/icons.svg",
                "/marks/google.svg"
            })
    void a_file_under_its_version_may_be_kept_for_ever(String path) throws Exception {
        HttpResponse<String> answer = room.get(ASSETS.href(path));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isNotBlank();
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("max-age=31536000", "immutable");
    }

    @Test
    void another_version_is_kept_for_an_hour_only() throws Exception {
        assertThat(room.get("/assets/concierge.css?v=old")
                        .headers()
                        .firstValue("Cache-Control")
                        .orElse(""))
                .contains("max-age=3600");
    }

    @Test
    void a_browser_that_has_it_gets_no_body() throws Exception {
        String tag =
                room.get("/assets/concierge.css").headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = room.get("/assets/concierge.css", "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void files_and_pages_are_packed_for_those_who_take_it() throws Exception {
        assertThat(room.get("/assets/concierge.css", "Accept-Encoding", "br, gzip")
                        .headers()
                        .firstValue("Content-Encoding"))
                .contains("gzip");
        assertThat(room.get("/assets/concierge.css", "Accept-Encoding", "gzip;q=0")
                        .headers()
                        .firstValue("Content-Encoding"))
                .isEmpty();
        assertThat(room.get("/problems", "Accept", "text/html", "Accept-Encoding", "gzip")
                        .headers()
                        .firstValue("Content-Encoding"))
                .contains("gzip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/none.css",
                "/assets/application.yaml",
                "/webjars/htmx.org/2.0.10/dist/htmx.js",
                "/static/assets/concierge.css"
            })
    void what_is_not_in_the_table_does_not_exist(String path) throws Exception {
        assertThat(room.get(path).statusCode()).isEqualTo(404);
    }
}
