package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** K-09: what is data is never taken for a page or a script, however it is asked for; what is a file is handed over as one. */
@Tag("security")
class ContentTypesTest {
    private static final String HTML = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";

    private static People people;
    private static String root;
    private static FormBrowser admin;

    @BeforeAll
    static void start() {
        people = People.start(Map.of("LANES", "none"));
        root = people.person(Role.ADMIN);
        admin = people.signedIn(root);
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    private static void guarded(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(answer.headers().firstValue("cross-origin-resource-policy")).contains("same-origin");
    }

    private static String type(HttpResponse<String> answer) {
        return answer.headers().firstValue("content-type").orElse("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/me",
                "/api/v1/me/sessions",
                "/api/v1/me/api-keys",
                "/api/v1/users",
                "/api/v1/audit",
                "/api/v1/service-accounts",
                "/api/v1/oauth/providers",
                "/api/v1/oauth/integrations",
                "/api/openapi.json",
                "/.well-known/jwks.json",
                "/health",
                "/api/health"
            })
    @DisplayName("K-09 JSON is asked for as a page, as a script, as a frame and with an ending")
    void k09_json_is_json_whoever_asks(String path) {
        for (String wanted : List.of("application/json", HTML, "*/*", "text/javascript")) {
            HttpResponse<String> answer = admin.get(path, "Accept", wanted, "Sec-Fetch-Dest", "script");
            guarded(answer);
            if (answer.statusCode() == 200) {
                assertThat(type(answer)).as(wanted).containsPattern("^application/([a-z-]+\\+)?json");
            } else {
                assertThat(answer.statusCode()).as(wanted).isIn(403, 406);
            }
        }
        for (String ending : List.of(".html", ".js", "/x.html", ";/x.html")) {
            HttpResponse<String> answer = admin.get(path + ending, "Accept", HTML);
            guarded(answer);
            assertThat(answer.statusCode()).as(ending).isIn(400, 404, 405);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/users/export, csv, text/csv",
        "/api/v1/users/export, json, application/json",
        "/api/v1/audit/export, jsonl, application/",
        "/api/v1/audit/export, html, text/html"
    })
    @DisplayName("K-09 an export is a file to keep, not a page to open")
    void k09_an_export_is_an_attachment(String path, String format, String type) {
        String report = format.equals("html")
                ? ",\"account\":\"" + people.idOf(root) + "\",\"from\":\"2020-01-01\",\"until\":\"2040-01-01\""
                : "";
        HttpResponse<String> answer =
                admin.json("POST", path, "{\"format\":\"" + format + "\"" + report + "}", "Accept", HTML);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        guarded(answer);
        assertThat(type(answer)).startsWith(type);
        assertThat(answer.headers().firstValue("content-disposition").orElse(""))
                .startsWith("attachment; filename=\"")
                .endsWith("." + format + "\"");
        if (type.startsWith("text/")) {
            assertThat(type(answer).toLowerCase(Locale.ROOT)).contains("charset=utf-8");
        }
    }

    @Test
    @DisplayName("K-09 pages say what they are written in, and problems are no pages for programs")
    void k09_pages_and_problems() {
        for (HttpResponse<String> page : List.of(
                people.browser().get("/login", "Accept", HTML),
                admin.get("/security", "Accept", HTML),
                admin.get("/no-such-page", "Accept", HTML))) {
            guarded(page);
            assertThat(type(page).toLowerCase(Locale.ROOT)).isEqualTo("text/html;charset=utf-8");
        }
        HttpResponse<String> problem = people.browser().get("/api/v1/me", "Accept", "*/*");
        guarded(problem);
        assertThat(problem.statusCode()).isEqualTo(401);
        assertThat(type(problem)).startsWith("application/problem+json");
        assertThat(problem.body()).doesNotContain("<html");
    }
}
