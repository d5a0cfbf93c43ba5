package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.TestServer;
import dev.concierge.server.web.Role;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /admin/look} and {@code /api/v1/look}: name, logo, colours and support address. */
@Tag("flow")
class LookTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern SHEET = Pattern.compile("href=\"(/look/colours/[^\"]+)\"");

    private People people;
    private String root;
    private FormBrowser admin;

    @BeforeEach
    void start() {
        people = People.start(Map.of("LANES", "none"));
        root = people.person(Role.ADMIN);
        admin = people.signedIn(root);
    }

    @AfterEach
    void stop() {
        people.close();
    }

    private HttpResponse<String> save(String name, String colour, String darkColour, String support) {
        String page = admin.get("/admin/look").body();
        return admin.post(
                "/admin/look",
                "version",
                Objects.requireNonNull(Jsoup.parse(page).selectFirst("input[name=version]"))
                        .val(),
                "name",
                name,
                "colour",
                colour,
                "darkColour",
                darkColour,
                "support",
                support);
    }

    private JsonNode look() {
        return JSON.readTree(
                admin.get("/api/v1/look", "Accept", "application/json").body());
    }

    private static byte[] png() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB), "png", out);
        return out.toByteArray();
    }

    @Test
    void name_colours_and_support_stand_on_pages_in_mails_and_in_authenticator_apps() {
        assertThat(save("Front <b>desk</b>", "", "", "").statusCode()).isEqualTo(422);
        assertThat(save("Front desk", "#3a2a7a", "", "Help@Corp.example").statusCode())
                .isEqualTo(303);

        String login = people.browser().get("/login").body();
        assertThat(login).contains("· Front desk</title>", "help@corp.example").doesNotContain("</svg>Concierge");
        Matcher sheet = SHEET.matcher(login);
        assertThat(sheet.find()).isTrue();
        HttpResponse<String> css = people.browser().get(sheet.group(1));
        assertThat(css.body()).contains("#3a2a7a");
        assertThat(css.headers().firstValue("Content-Type")).contains("text/css;charset=UTF-8");
        assertThat(css.headers().firstValue("Cache-Control").orElse("")).contains("immutable");

        String linh = people.person();
        FormBrowser browser = people.signedIn(linh);
        assertThat(browser.post("/security/factors").body()).contains("Front desk");
        browser.get("/forgot");
        browser.post("/forgot", "email", linh);
        assertThat(people.mail().to(linh)).isNotEmpty();
        String id = people.database()
                .owner()
                .sql("select id::text from mails where recipient = :to order by created_at desc limit 1")
                .param("to", linh)
                .query(String.class)
                .single();
        assertThat(people.browser().get("/outbox/" + id).body()).contains("Front desk", "help@corp.example");
    }

    @Test
    void a_weak_colour_is_refused_in_words_by_page_preview_and_api_and_nothing_is_changed() {
        for (HttpResponse<String> answer : List.of(save("X", "#ffcc00", "", ""), preview("#ffcc00", ""))) {
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("On light pages #ffcc00 is too weak", "Choose a darker one");
        }
        assertThat(preview("#3a2a7a", "#3a2a7a").body()).contains("On dark pages #3a2a7a is too weak");
        HttpResponse<String> api = admin.json("PUT", "/api/v1/look", "{\"version\":0,\"colour\":\"#ffcc00\"}");
        assertThat(api.statusCode()).isEqualTo(400);
        assertThat(api.body()).contains("too weak");
        assertThat(look().path("version").asLong()).isZero();
    }

    private HttpResponse<String> preview(String colour, String darkColour) {
        admin.get("/admin/look");
        return admin.post("/admin/look/preview", "name", "Front desk", "colour", colour, "darkColour", darkColour);
    }

    @Test
    void a_preview_shows_what_was_typed_and_stores_nothing() {
        HttpResponse<String> page = preview("#3a2a7a", "");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("/look/colours/3a2a7a-", "Front desk", "Nothing is saved yet");
        assertThat(people.browser().get("/login").body()).doesNotContain("Front desk", "/look/colours/");
    }

    @Test
    @DisplayName("L-10 whoever saves an older version is told and changes nothing")
    void an_older_version_changes_nothing() {
        assertThat(admin.json("PUT", "/api/v1/look", "{\"version\":0,\"name\":\"First\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(admin.json("PUT", "/api/v1/look", "{\"version\":0,\"name\":\"Second\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(look().path("name").asString()).isEqualTo("First");
        HttpResponse<String> page = admin.post("/admin/look", "version", "0", "name", "Third");
        assertThat(page.statusCode()).isEqualTo(409);
        assertThat(page.body()).contains("Somebody changed it meanwhile", "First");
    }

    @Test
    @DisplayName("M-08 a logo is served with a fixed type, nosniff and its hash in the path; the old one is gone")
    void a_logo_is_served_safely() throws IOException {
        assertThat(put("<svg xmlns='x'/>".getBytes(StandardCharsets.UTF_8)).body())
                .contains("An SVG can carry scripts");
        HttpResponse<String> done = put(png());
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        String path = JSON.readTree(done.body()).path("logo").asString();
        assertThat(path).matches("/look/logo/[0-9a-f]{32}\\.png");

        assertThat(people.browser().get("/login").body()).contains("src=\"" + path + "\"");
        HttpResponse<String> picture = people.browser().get(path);
        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(picture.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        for (String other : new String[] {
            path.replace(".png", ".svg"), path.replace(".png", ""), "/look/logo/" + "0".repeat(32) + ".png"
        }) {
            assertThat(people.browser().get(other).statusCode()).as(other).isEqualTo(404);
        }

        assertThat(admin.json("DELETE", "/api/v1/look/logo", "").statusCode()).isEqualTo(200);
        assertThat(people.browser().get(path).statusCode()).isEqualTo(404);
        assertThat(people.browser().get("/login").body()).doesNotContain(path);
    }

    /** As a script of our page sends a file. */
    private HttpResponse<String> put(byte[] file) {
        admin.get("/admin/look");
        return admin.bytes("PUT", "/api/v1/look/logo", "image/png", file);
    }

    private String loginAt(TestServer node) {
        return RawHttp.get(node.url(), "/login", people.server().url().getAuthority(), people.browser())
                .text();
    }

    @Test
    void another_node_shows_it_within_a_second_and_undo_brings_everything_back() throws IOException {
        try (TestServer other = people.secondNode()) {
            assertThat(loginAt(other)).contains("<title>Sign in", " Concierge</title>");
            assertThat(save("Front desk", "#3a2a7a", "", "help@corp.example").statusCode())
                    .isEqualTo(303);
            assertThat(put(png()).statusCode()).isEqualTo(200);
            assertThat(people.browser().get("/login").body())
                    .contains("· Front desk</title>", "/look/colours/3a2a7a-", "/look/logo/");
            Within.aSecond(() -> {
                String page = loginAt(other);
                return page.contains(" Front desk</title>")
                        && page.contains("/look/colours/3a2a7a-")
                        && page.contains("/look/logo/");
            });

            admin.get("/admin/look");
            assertThat(admin.post("/admin/look/reset").statusCode()).isEqualTo(303);
            Within.aSecond(() -> {
                String page = loginAt(other);
                return page.contains(" Concierge</title>")
                        && !page.contains("/look/")
                        && !page.contains("help@corp.example");
            });
        }
        assertThat(people.count("select count(*) from audit_events where action = 'look.change'"))
                .isEqualTo(3);
    }

    @Test
    void every_change_asks_for_a_fresh_proof() throws IOException {
        admin.get("/admin/look");
        people.clock().advance(Duration.ofMinutes(11));
        assertThat(admin.json("PUT", "/api/v1/look", "{\"version\":0,\"name\":\"X\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(put(png()).statusCode()).isEqualTo(403);
        assertThat(admin.json("DELETE", "/api/v1/look", "").statusCode()).isEqualTo(403);
        assertThat(save("X", "", "", "").statusCode()).isEqualTo(422);
        assertThat(look().path("name").asString()).isEqualTo("Concierge");
    }
}
