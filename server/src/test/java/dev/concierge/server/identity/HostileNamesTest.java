package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.SoftPasskey;
import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** K-02: whatever people, programs and browsers call themselves is shown as text, on every page and in every file that names them. */
@Tag("security")
class HostileNamesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String AUDIT = "/api/v1/audit/export";

    private static People people;
    private static FormBrowser admin;

    @BeforeAll
    static void start() {
        people = People.start(Map.of("LANES", "none"));
        admin = people.signedIn(people.person(Role.ADMIN));
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    static Stream<String> names() {
        return Stream.of(
                "\"><img src=x onerror=alert(1)>",
                "' autofocus onfocus=alert(1) x='",
                "<svg onload=alert(1)>",
                "</title></script><script>alert(1)</script>",
                "javascript:alert(1)",
                "{{7*7}} ${7*7} [[${7*7}]] #{7*7} @(7*7)",
                "=HYPERLINK(\"http://evil.example\")");
    }

    private static String json(String name, String more) {
        return "{\"name\":" + JSON.writeValueAsString(name) + more + "}";
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName(
            "K-02 a person, their keys, passkeys, apps and browsers, and a service account are called something that runs")
    void k02_a_name_is_text_wherever_it_is_shown(String name) {
        String email = people.person(Role.USER);
        UUID id = people.idOf(email);
        people.database()
                .owner()
                .sql("update accounts set display_name = :name, local_id = :local where account_id = :id")
                .param("name", name)
                .param("local", name.substring(0, Math.min(50, name.length())))
                .param("id", id)
                .update();
        FormBrowser other = people.browser();
        other.get("/login");
        other.post("/login", Map.of("User-Agent", name), "email", email, "password", People.PASSWORD, "to", "/");
        FormBrowser person = people.signedIn(email);
        ok(person.json("POST", "/api/v1/me/api-keys", json(name, ",\"scopes\":[\"tokens:vend\"],\"days\":30")));
        PasskeyBrowser passkeys = new PasskeyBrowser(person, people);
        assertThat(passkeys.add(passkeys.adding(SoftPasskey.fresh()).created(), clipped(name, 60))
                        .statusCode())
                .isEqualTo(200);
        String service = JSON.readTree(ok(admin.json("POST", "/api/v1/service-accounts", json(name, "")))
                        .body())
                .path("id")
                .asString("");

        shown(person.get("/security"), name);
        harmless(person.get("/"));
        harmless(person.get("/integrations"));
        shown(admin.get("/admin/people?q=" + email), name);
        shown(admin.get("/admin/people/" + id), name);
        shown(admin.get("/admin/services"), name);
        shown(admin.get("/admin/services/" + service), name);
        harmless(admin.get("/admin/audit?account=" + id));
        harmless(admin.json(
                "POST",
                AUDIT,
                "{\"format\":\"html\",\"account\":\"" + id + "\",\"from\":\"2020-01-01\",\"until\":\"2040-01-01\"}"));
        data(person.get("/api/v1/me", "Accept", "application/json"), name);
        data(admin.get("/api/v1/users/" + id, "Accept", "application/json"), name);
        HttpResponse<String> csv = ok(admin.json("POST", "/api/v1/users/export", "{\"format\":\"csv\"}"));
        assertThat(csv.body().lines())
                .as("no cell that a spreadsheet would run")
                .noneMatch(line -> line.matches(".*(^|,)\"?[=+@-].*"));
    }

    private static String clipped(String name, int most) {
        return name.substring(0, Math.min(most, name.length()));
    }

    private static HttpResponse<String> ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer;
    }

    private static void shown(HttpResponse<String> answer, String name) {
        Document page = harmless(answer);
        assertThat(page.text()).contains(name);
    }

    private static Document harmless(HttpResponse<String> answer) {
        ok(answer);
        Document page = Jsoup.parse(answer.body());
        for (String selector : List.of(
                "img[onerror]",
                "[onload]",
                "[onfocus]",
                "[onclick]",
                "script:not([src])",
                "a[href^=javascript]",
                "form[action^=javascript]",
                "[src^=javascript]")) {
            assertThat(page.select(selector)).as(selector).isEmpty();
        }
        assertThat(page.text()).as("nothing is computed").doesNotContain("49 49");
        return page;
    }

    private static void data(HttpResponse<String> answer, String name) {
        ok(answer);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/json");
        assertThat(JSON.readTree(answer.body()).toString()).contains(JSON.writeValueAsString(name));
    }
}
