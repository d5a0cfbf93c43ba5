package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who gets past the door, and what every answer says to the browser. */
@Tag("security")
class SecurityChainTest {
    private static People people;

    @BeforeAll
    static void start() {
        people = People.start();
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @Test
    void somebody_not_signed_in_is_sent_to_the_sign_in_page_and_brought_back() {
        HttpResponse<String> page = people.browser().get("/integrations?provider=google");
        assertThat(page.statusCode()).isEqualTo(303);
        assertThat(page.headers().firstValue("location")).contains("/login?to=%2Fintegrations%3Fprovider%3Dgoogle");
        HttpResponse<String> part = people.browser()
                .get(
                        "/integrations",
                        "HX-Request",
                        "true",
                        "HX-Current-URL",
                        people.server().url() + "/integrations?x=1");
        assertThat(part.statusCode()).isEqualTo(401);
        assertThat(part.headers().firstValue("hx-redirect")).contains("/login?to=%2Fintegrations%3Fx%3D1");
        assertThat(part.headers().allValues("vary")).anyMatch(vary -> vary.contains("HX-Request"));
        HttpResponse<String> foreign =
                people.browser().get("/integrations", "HX-Request", "true", "HX-Current-URL", "https://evil.example/a");
        assertThat(foreign.headers().firstValue("hx-redirect")).contains("/login");
        HttpResponse<String> api = people.browser().get("/api/v1/oauth/integrations", "Accept", "application/json");
        assertThat(api.statusCode()).isEqualTo(401);
        assertThat(api.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
        assertThat(api.body()).contains("/problems/unauthenticated");
    }

    @Test
    void l02_an_address_that_nobody_listed_needs_a_sign_in() {
        for (String path : List.of(
                "/",
                "/admin/people",
                "/api/v1/users",
                "/api/users",
                "/api/v1/nothing-here",
                "/actuator",
                "/actuator/env",
                "/error",
                "/swagger-ui",
                "/v3/api-docs",
                "/.git/config",
                "/h2-console",
                "/integrations/",
                "/INTEGRATIONS",
                "/Login",
                "/login/",
                "/api/docs/x",
                "/problems/a/b",
                "/health/x",
                "/connect/abc")) {
            for (String method : List.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "POST")) {
                HttpResponse<String> answer = people.browser().json(method, path, "");
                assertThat(answer.statusCode()).as(method + " " + path).isIn(401, 303, 403);
            }
        }
        assertThat(people.browser().get("/WEB-INF/web.xml").statusCode())
                .as("Tomcat's own")
                .isEqualTo(404);
        for (Map.Entry<String, String> header : Map.of(
                        "X-HTTP-Method-Override",
                        "DELETE",
                        "X-Original-URL",
                        "/login",
                        "X-Rewrite-URL",
                        "/login",
                        "X-Forwarded-Prefix",
                        "/login")
                .entrySet()) {
            assertThat(people.browser()
                            .get("/security", header.getKey(), header.getValue())
                            .statusCode())
                    .as(header.getKey())
                    .isEqualTo(303);
        }
    }

    @Test
    void l02_twisted_paths_are_refused_before_anything_looks_at_them() {
        for (String path : List.of(
                "/login;x=y",
                "//login",
                "/login%2f",
                "/%2e%2e/login",
                "/a/../security",
                "/login%00",
                "/lo%0agin",
                "/login%5c")) {
            RawHttp.Answer answer = raw("GET " + path + " HTTP/1.1");
            assertThat(answer.status()).as(path).isIn(400, 303, 404);
            assertThat(answer.text())
                    .as(path)
                    .doesNotContain("Welcome back", "Exception", "Tomcat", "org.springframework");
        }
        assertThat(raw("TRACE /login HTTP/1.1").status()).isIn(400, 405);
        assertThat(raw("CONNECT /login HTTP/1.1").status()).isIn(400, 405, 501);
        assertThat(raw("PROPFIND /login HTTP/1.1").status()).isIn(400, 405, 501);
    }

    private static RawHttp.Answer raw(String line) {
        return RawHttp.send(
                people.server().url(), line, "Host: " + people.server().url().getAuthority());
    }

    @Test
    void a17_a_host_that_is_not_ours_is_turned_away() {
        URI url = people.server().url();
        String ours = url.getAuthority();
        assertThat(raw("GET /login HTTP/1.1").status()).isEqualTo(200);
        for (String host : List.of(
                "evil.example",
                "evil.example:" + url.getPort(),
                "localhost",
                "localhost:1",
                "127.0.0.1:" + url.getPort(),
                ours + ".evil.example",
                "localhost.:" + url.getPort(),
                "")) {
            RawHttp.Answer answer = RawHttp.send(url, "GET /login HTTP/1.1", "Host: " + host);
            assertThat(answer.status()).as(host).isIn(421, 400);
            assertThat(answer.text()).doesNotContain("Welcome back");
        }
        RawHttp.Answer evil = RawHttp.send(url, "GET /login HTTP/1.1", "Host: evil.example");
        assertThat(evil.status()).isEqualTo(421);
        assertThat(evil.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(RawHttp.send(url, "GET /login HTTP/1.1", "Host: " + ours, "Host: evil.example")
                        .status())
                .isEqualTo(400);
        assertThat(RawHttp.send(url, "GET /login HTTP/1.1", "X-No-Host: 1").status())
                .isIn(400, 421);
        RawHttp.Answer forwarded = RawHttp.send(
                url,
                "GET /security HTTP/1.1",
                "Host: " + ours,
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Proto: http",
                "Forwarded: host=evil.example");
        assertThat(forwarded.header("Location")).isEqualTo("/login?to=%2Fsecurity");
        for (String loopback : List.of("127.0.0.1:", "localhost:", "[::1]:")) {
            assertThat(RawHttp.send(url, "GET /health HTTP/1.1", "Host: " + loopback + url.getPort())
                            .status())
                    .isNotEqualTo(421);
        }
        assertThat(RawHttp.send(url, "GET /health HTTP/1.1", "Host: evil.example:" + url.getPort())
                        .status())
                .isEqualTo(421);
    }

    @Test
    void a_page_whose_path_holds_a_one_time_secret_sends_no_path_as_referrer_not_even_for_its_own_styles() {
        for (String path : List.of("/link/reset/", "/link/sign-in/", "/link/undo/", "/connect/")) {
            assertThat(people.browser().get(path + "A".repeat(43)).headers().firstValue("referrer-policy"))
                    .as(path)
                    .contains("strict-origin");
        }
    }

    @Test
    @DisplayName("K-04 K-07 every answer forbids frames, sniffing, foreign scripts and referrers")
    void k04_every_answer_forbids_frames_sniffing_foreign_scripts_and_referrers() {
        FormBrowser signedIn = people.signedIn(people.person());
        for (HttpResponse<String> answer : List.of(
                people.browser().get("/login"),
                people.browser().get("/security"),
                people.browser().get("/api/v1/me", "Accept", "application/json"),
                people.browser().get("/api/v1/me", "Accept", "application/json", "Authorization", "Bearer x"),
                people.browser().get("/assets/nothing.css"),
                people.browser().get("/problems/forged"),
                people.browser().post("/login", "email", "a@b.example", "password", "x", "to", "/"),
                signedIn.get("/security"),
                signedIn.get("/no-such-page"))) {
            String policy =
                    answer.headers().firstValue("content-security-policy").orElse("");
            assertThat(policy)
                    .contains("default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe", "data:", "*");
            assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
            assertThat(answer.headers().firstValue("x-frame-options")).contains("DENY");
            assertThat(answer.headers().firstValue("referrer-policy")).contains("same-origin");
            assertThat(answer.headers().firstValue("cross-origin-opener-policy"))
                    .contains("same-origin");
            assertThat(answer.headers().firstValue("cross-origin-resource-policy"))
                    .contains("same-origin");
            assertThat(answer.headers().firstValue("cache-control").orElse("")).contains("no-store");
            assertThat(answer.headers().firstValue("strict-transport-security"))
                    .as("http on one's own machine")
                    .isEmpty();
            assertThat(answer.headers().map())
                    .doesNotContainKeys("access-control-allow-origin", "server", "x-powered-by");
        }
        assertThat(people.browser()
                        .get("/assets/concierge.css")
                        .headers()
                        .firstValue("cache-control")
                        .orElse(""))
                .contains("public");
    }

    @Test
    void m13_under_an_https_address_browsers_are_told_to_stay_there() {
        try (People tls = People.start(Map.of("PUBLIC_URL", "https://concierge.example.org"))) {
            RawHttp.Answer answer =
                    RawHttp.send(tls.server().url(), "GET /login HTTP/1.1", "Host: concierge.example.org");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
            assertThat(RawHttp.send(tls.server().url(), "GET /login HTTP/1.1", "Host: concierge.example.org:443")
                            .status())
                    .isEqualTo(200);
            assertThat(RawHttp.send(tls.server().url(), "GET /login HTTP/1.1", "Host: concierge.example.org:8443")
                            .status())
                    .isEqualTo(421);
        }
    }

    @Test
    void k05_a_form_from_another_origin_or_without_its_check_changes_nothing() {
        String alice = people.person();
        FormBrowser browser = people.signedIn(alice);
        String check = browser.check();
        for (Map<String, String> headers : List.of(
                Map.of("Origin", "https://evil.example"),
                Map.of("Origin", "null"),
                Map.of("Origin", people.server().url() + ".evil.example"),
                Map.of("Origin", people.server().url().toString().replace("http:", "https:")),
                Map.of("Sec-Fetch-Site", "cross-site"),
                Map.of("Sec-Fetch-Site", "same-site"),
                Map.of("Origin", "https://evil.example", "HX-Request", "true"))) {
            assertThat(browser.post("/logout", headers).statusCode())
                    .as(headers.toString())
                    .isEqualTo(403);
            browser.useCheck(check);
        }
        assertThat(browser.post("/logout", Map.of("Origin", "null"), new String[0])
                        .body())
                .contains("This did not come from our page");
        for (String forged : List.of(
                "",
                "x",
                check.substring(0, check.length() - 4) + "AAAA",
                people.signedIn(people.person()).check(),
                anonymousCheck())) {
            browser.useCheck(forged);
            assertThat(browser.post("/logout").statusCode()).isEqualTo(403);
            browser.useCheck(forged);
            assertThat(browser.post("/logout", Map.of("HX-Request", "true"), new String[0])
                            .statusCode())
                    .isEqualTo(403);
            browser.useCheck(forged);
            assertThat(browser.json("DELETE", "/api/v1/me/sessions/0191a9c4-0000-7000-8000-000000000001", "")
                            .statusCode())
                    .isEqualTo(403);
            browser.useCheck(forged);
            assertThat(browser.json("POST", "/api/v1/me/api-keys", "{\"name\":\"x\",\"scopes\":[\"tokens:vend\"]}")
                            .statusCode())
                    .isEqualTo(403);
        }
        browser.get("/logout");
        browser.get("/logout?_method=POST&_csrf=" + check);
        assertThat(browser.get("/security").statusCode()).as("still signed in").isEqualTo(200);
        Map<String, String> right = Map.of("Origin", people.server().url().toString(), "Sec-Fetch-Site", "same-origin");
        assertThat(browser.post("/logout", right).statusCode()).isEqualTo(303);
    }

    private static String anonymousCheck() {
        FormBrowser browser = people.browser();
        browser.get("/login");
        return browser.check();
    }

    @Test
    void a05_a_sign_in_form_of_one_browser_does_not_work_in_another() {
        String eve = people.person();
        FormBrowser attacker = people.browser();
        attacker.get("/login");
        FormBrowser victim = people.browser();
        victim.get("/login");
        victim.useCheck(attacker.check());
        HttpResponse<String> forced = victim.post("/login", "email", eve, "password", People.PASSWORD, "to", "/");
        assertThat(forced.statusCode()).isEqualTo(403);
        assertThat(victim.cookie(SessionCookie.NAME)).isEmpty();
        FormBrowser bare = people.browser();
        assertThat(bare.post("/login", "email", eve, "password", People.PASSWORD, "to", "/")
                        .statusCode())
                .as("no cookie at all")
                .isEqualTo(403);
    }

    @Test
    void the_form_check_reads_differently_on_every_page_and_stays_good() {
        FormBrowser browser = people.browser();
        browser.get("/login");
        String first = browser.check();
        browser.get("/login");
        assertThat(browser.check()).as("masked anew, against BREACH").isNotEqualTo(first);
        browser.useCheck(first);
        assertThat(browser.post("/login", "email", "a@b.example", "password", "x", "to", "/")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void k06_nothing_is_done_by_loading_an_address() {
        String alice = people.person();
        FormBrowser browser = people.signedIn(alice);
        long sessions = people.count("select count(*) from sessions where ended_at is null");
        for (String path : List.of(
                "/logout",
                "/security/sessions/end-others",
                "/security/keys",
                "/security/keys/0191a9c4-0000-7000-8000-000000000001/revoke",
                "/login?email=" + alice + "&password=x",
                "/signup?name=a&email=new@k06.example&password=tin+kettle+hums+at+six")) {
            browser.get(path);
            browser.json("HEAD", path, "");
        }
        assertThat(people.count("select count(*) from sessions where ended_at is null"))
                .isEqualTo(sessions);
        assertThat(people.count("select count(*) from accounts where email = 'new@k06.example'"))
                .isZero();
        assertThat(browser.get("/security").statusCode()).isEqualTo(200);
    }

    @Test
    void somebody_whose_session_ended_meanwhile_is_asked_to_sign_in_and_not_called_a_forger() {
        FormBrowser browser = people.signedIn(people.person());
        FormBrowser elsewhere = people.browser();
        elsewhere.plant(SessionCookie.NAME, browser.cookie(SessionCookie.NAME));
        elsewhere.get("/security");
        elsewhere.post("/logout");
        people.database()
                .owner()
                .sql("update sessions set ended_at = created_at")
                .update();
        people.database()
                .owner()
                .sql("select pg_notify('concierge', account_id::text) from accounts")
                .query((_, _) -> 0)
                .list();
        HttpResponse<String> answer = browser.post("/security/sessions/end-others");
        for (int again = 0; again < 200 && answer.statusCode() != 303; again++) {
            answer = browser.post("/security/sessions/end-others");
        }
        assertThat(answer.headers().firstValue("location")).contains("/login");
    }

    @Test
    void m02_anonymous_visitors_cost_no_row() {
        long rows = people.count("select count(*) from sessions");
        for (int visit = 0; visit < 20; visit++) {
            people.browser().get("/login");
        }
        assertThat(people.count("select count(*) from sessions")).isEqualTo(rows);
    }

    @Test
    void m06_health_and_metrics_are_on_the_management_port_and_nothing_else_is() {
        String port = people.server().context().getEnvironment().getRequiredProperty("local.management.port");
        FormBrowser monitor = new FormBrowser(URI.create("http://127.0.0.1:" + port));
        assertThat(monitor.get("/actuator/health").statusCode()).isIn(200, 503);
        assertThat(monitor.get("/actuator/prometheus", "Accept", "text/plain").body())
                .contains("concierge_sign_ins_total");
        for (String path : List.of(
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/loggers",
                "/actuator/threaddump",
                "/actuator/configprops",
                "/security")) {
            assertThat(monitor.get(path).statusCode()).as(path).isIn(401, 404, 421, 303);
        }
        assertThat(monitor.get("/actuator/prometheus", "Accept", "text/plain").body())
                .doesNotContain("@corp.example");
    }
}
