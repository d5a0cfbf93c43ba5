package dev.concierge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.google.GoogleWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /_control} over HTTP, as a test in another process uses it. */
@Tag("security")
class ControlTest {
    private final GoogleWorld world = new GoogleWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, clients",
        "POST, people",
        "GET, knobs",
        "PATCH, knobs",
        "DELETE, knobs",
        "GET, knobs/meanings",
        "POST, clock",
        "GET, ledger",
        "DELETE, ledger",
        "POST, events",
        "POST, items",
        "GET, items",
        "POST, revoke",
        "POST, password",
        "POST, grants",
        "POST, rotate-keys",
        "GET, secrets",
        "POST, things",
        "POST, belongings"
    })
    void nothing_works_without_the_token(String method, String path) {
        var url = world.sandbox.baseUrl() + "/_control/" + path;

        for (var refused : new Reply[] {
            Http.json(method, url, "{}"),
            Http.json(method, url, "{}", "Authorization", "Bearer wrong"),
            Http.json(method, url + "?token=" + world.sandbox.controlToken(), "{}")
        }) {
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.body()).doesNotContain("sandbox.");
        }
    }

    @Test
    void a_client_is_registered_and_replaced() {
        assertThat(register("first", GoogleWorld.REDIRECT).status()).isEqualTo(200);
        assertThat(register("second", GoogleWorld.REDIRECT).status()).isEqualTo(200);

        var code = world.visitor()
                .allow(world.url("client_id", "new.apps.example"), GoogleWorld.LINH)
                .parameter("code");
        var form = world.exchange(code);
        form.put("client_id", "new.apps.example");
        form.put("client_secret", "first");
        assertThat(world.token(form).status()).isEqualTo(401);
        form.put("client_secret", "second");
        assertThat(world.token(form).status()).isEqualTo(200);
    }

    @Test
    void what_somebody_wrote_is_added_changed_removed_and_counted() {
        var here = "\"provider\":\"notion\",\"account\":\"" + GoogleWorld.LINH + "\"";
        int before = counted();
        var added = control("POST", "items", "{" + here + ",\"action\":\"add\",\"kind\":\"page\",\"text\":\"New\"}");
        assertThat(added.status()).isEqualTo(200);
        assertThat(counted()).isEqualTo(before + 1);

        var one = "{" + here + ",\"id\":\"" + added.text("id") + "\",\"action\":";
        assertThat(control("POST", "items", one + "\"change\",\"text\":\"Newer\",\"likes\":9}")
                        .json()
                        .path("likes")
                        .asInt())
                .isEqualTo(9);
        assertThat(control("POST", "items", one + "\"remove\"}").text("removed"))
                .isEqualTo("true");
        assertThat(counted()).isEqualTo(before);
        assertThat(control("POST", "items", one + "\"change\"}").status()).isEqualTo(400);
        assertThat(control("POST", "items", one + "\"bury\"}").status()).isEqualTo(400);
        assertThat(control("GET", "items?provider=google&account=" + GoogleWorld.LINH, "")
                        .text("detail"))
                .contains("no entries");
    }

    private int counted() {
        return control("GET", "items?provider=notion&account=" + GoogleWorld.LINH, "")
                .json()
                .path("counts")
                .path("page")
                .asInt();
    }

    @ParameterizedTest
    @CsvSource({
        "http://app.example/callback",
        "https://app.example/callback#fragment",
        "https://user@app.example/callback",
        "https://*.app.example/callback",
        "https://app.example/a/../callback",
        "https://93.184.216.34/callback",
        "https://intranet/callback",
        "not a uri",
        "/callback"
    })
    void a_redirect_uri_that_google_would_not_register_is_refused(String uri) {
        var refused = register("secret", uri);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("detail")).contains("redirect URI");
    }

    @Test
    void knobs_are_read_turned_and_put_back() {
        assertThat(control("GET", "knobs?provider=google", "")
                        .json()
                        .path("tokenLifeSeconds")
                        .intValue())
                .isEqualTo(3599);
        assertThat(control("PATCH", "knobs", "{\"tokenLifeSeconds\": 9}")
                        .json()
                        .path("tokenLifeSeconds")
                        .intValue())
                .isEqualTo(9);
        assertThat(world.tokens().json().path("expires_in").intValue()).isEqualTo(9);
        assertThat(control("DELETE", "knobs", "")
                        .json()
                        .path("tokenLifeSeconds")
                        .intValue())
                .isEqualTo(3599);
        assertThat(control("GET", "knobs/meanings", "").text("hang")).isNotEmpty();
    }

    @Test
    void things_are_added_changed_counted_and_removed() {
        var some = "{\"provider\":\"github\",\"account\":\"" + GoogleWorld.LINH + "\",\"kind\":\"issues\",";
        var added = control("POST", "things", some + "\"action\":\"add\",\"content\":{\"title\":\"One\"}}");
        assertThat(added.status()).isEqualTo(200);
        var named = some + "\"id\":\"" + added.text("id") + "\",";
        int before = count(some);

        assertThat(control("POST", "things", named + "\"action\":\"change\",\"content\":{\"title\":\"Two\"}}")
                        .status())
                .isEqualTo(200);
        assertThat(control("POST", "things", named + "\"action\":\"remove\"}")
                        .json()
                        .path("removed")
                        .asBoolean())
                .isTrue();
        assertThat(count(some)).isEqualTo(before - 1);
        assertThat(control("POST", "things", named + "\"action\":\"remove\"}")
                        .json()
                        .path("removed")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void things_that_make_no_sense_are_refused() {
        var some = "{\"account\":\"" + GoogleWorld.LINH + "\",\"action\":\"add\",\"content\":{},";
        assertThat(control("POST", "things", some + "\"provider\":\"github\",\"kind\":\"stars\"}")
                        .text("detail"))
                .contains("stars");
        assertThat(control("POST", "things", some + "\"provider\":\"linkedin\",\"kind\":\"issues\"}")
                        .status())
                .isEqualTo(400);
        assertThat(control("POST", "things", "{\"provider\":\"github\",\"stars\":1}")
                        .text("detail"))
                .contains("stars");
    }

    private int count(String some) {
        return control("POST", "things", some + "\"action\":\"count\"}")
                .json()
                .path("count")
                .intValue();
    }

    @Test
    void an_unknown_knob_or_provider_is_named() {
        var knob = control("PATCH", "knobs", "{\"nosuch\": 1}");
        assertThat(knob.status()).isEqualTo(400);
        assertThat(knob.text("detail")).contains("nosuch");
        assertThat(control("GET", "knobs?provider=yahoo", "").text("detail")).contains("yahoo");
    }

    @Test
    void the_clock_moves_forward_only() {
        var moved = control("POST", "clock", "{\"advanceSeconds\": 3600}");

        assertThat(moved.text("now")).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(control("POST", "clock", "{\"advanceSeconds\": 60}")
                        .json()
                        .path("offsetSeconds")
                        .intValue())
                .isEqualTo(3660);
        assertThat(control("POST", "clock", "{\"advanceSeconds\": -1}").status())
                .isEqualTo(400);
        assertThat(control("POST", "clock", "{\"advance\": 1}").status()).isEqualTo(400);
    }

    @Test
    void the_ledger_is_filtered_and_cleared() {
        world.tokens();

        var ledger = control("GET", "ledger?provider=google&endpoint=token", "").json();
        assertThat(ledger.path("entries").size()).isEqualTo(1);
        var entry = ledger.path("entries").get(0);
        assertThat(entry.path("outcome").stringValue()).isEqualTo("issued");
        assertThat(entry.path("answer").stringValue()).isEqualTo("sent");
        assertThat(entry.path("at").stringValue()).isEqualTo("2026-11-21T09:00:00Z");
        assertThat(ledger.path("counts")
                        .path("google")
                        .path("token")
                        .path("issued")
                        .intValue())
                .isEqualTo(1);

        control("DELETE", "ledger", "");
        assertThat(control("GET", "ledger", "").json().path("entries").isEmpty())
                .isTrue();
    }

    @Test
    void events_are_added_changed_and_cancelled() {
        var added = control("POST", "events", """
                {"account": "linh.tran@meridian.example", "action": "add", "title": "Made by control",
                 "start": "2026-11-23T10:00", "end": "2026-11-23T11:00"}
                """);
        assertThat(added.status()).as(added.body()).isEqualTo(200);
        var id = added.text("id");
        var event = "{\"account\": \"linh.tran@meridian.example\", \"id\": \"" + id + "\", ";

        assertThat(control("POST", "events", event + "\"action\": \"change\", \"title\": \"Renamed\"}")
                        .status())
                .isEqualTo(200);
        assertThat(world.sandbox
                        .calendar(GoogleWorld.LINH)
                        .events()
                        .getLast()
                        .content()
                        .title())
                .isEqualTo("Renamed");
        assertThat(control("POST", "events", event + "\"action\": \"cancel\"}")
                        .json()
                        .path("cancelled")
                        .booleanValue())
                .isTrue();
        assertThat(control("POST", "events", event + "\"action\": \"cancel\"}")
                        .json()
                        .path("cancelled")
                        .booleanValue())
                .isFalse();
        assertThat(control("POST", "events", event + "\"action\": \"change\", \"title\": \"x\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void the_person_ends_access() {
        var tokens = world.tokens();
        var body = "{\"provider\": \"google\", \"account\": \"linh.tran@meridian.example\", \"clientId\": \""
                + GoogleWorld.CLIENT + "\"}";

        assertThat(control("POST", "revoke", body).json().path("revoked").booleanValue())
                .isTrue();
        assertThat(world.refresh(tokens.text("refresh_token")).status()).isEqualTo(400);
        assertThat(control("POST", "revoke", body).json().path("revoked").booleanValue())
                .isFalse();
    }

    @Test
    void people_are_added_and_get_tokens_without_a_browser() {
        control("POST", "people", "{\"account\": \"New@load.example\", \"givenName\": \"N\", \"familyName\": \"L\"}");
        var minted = control(
                "POST",
                "grants",
                "{\"provider\": \"google\", \"account\": \"new@load.example\", \"clientId\": \"" + GoogleWorld.CLIENT
                        + "\", \"scopes\": [\"openid\", \"" + GoogleWorld.READ_EVENTS + "\"]}");

        assertThat(minted.status()).as(minted.body()).isEqualTo(200);
        assertThat(world.events(minted.text("accessToken"), "")
                        .json()
                        .path("items")
                        .size())
                .isGreaterThan(40);
        assertThat(world.refresh(minted.text("refreshToken")).status()).isEqualTo(200);
    }

    @Test
    void keys_rotate_and_passwords_change() {
        world.tokens();
        assertThat(control("POST", "rotate-keys", "{\"provider\": \"google\"}").status())
                .isEqualTo(200);
        assertThat(Http.get(world.google + "/oauth2/v3/certs")
                        .json()
                        .path("keys")
                        .size())
                .isEqualTo(2);
        assertThat(control("POST", "rotate-keys", "{\"provider\": \"google\", \"withdrawOld\": true}")
                        .status())
                .isEqualTo(200);
        assertThat(Http.get(world.google + "/oauth2/v3/certs")
                        .json()
                        .path("keys")
                        .size())
                .isEqualTo(1);
        var password =
                control("POST", "password", "{\"provider\": \"google\", \"account\": \"linh.tran@meridian.example\"}");
        assertThat(password.json().path("endedRefreshTokens").intValue()).isZero();
    }

    @Test
    void secrets_are_told() {
        var tokens = world.tokens();

        assertThat(control("GET", "secrets", "").body()).contains(tokens.text("refresh_token"), "\"refresh_token\"");
    }

    @Test
    void a_misspelt_member_or_broken_json_is_a_400_without_effect() {
        assertThat(register("secret", GoogleWorld.REDIRECT, ", \"redirectUri\": \"x\"")
                        .text("detail"))
                .contains("redirectUri");
        assertThat(control("POST", "clock", "{").status()).isEqualTo(400);
        assertThat(control("POST", "clock", "[]").status()).isEqualTo(400);
        assertThat(world.visitor().open(world.url("client_id", "new.apps.example")))
                .isInstanceOf(Visitor.Stop.Page.class);
    }

    @Test
    void health_needs_no_token() {
        assertThat(Http.get(world.sandbox.baseUrl() + "/_health").body()).isEqualTo("{\"status\":\"healthy\"}");
    }

    @Test
    void unknown_paths_are_404() {
        assertThat(Http.get(world.sandbox.baseUrl() + "/").status()).isEqualTo(404);
        assertThat(Http.get(world.sandbox.baseUrl() + "/_control/nope").status())
                .isEqualTo(404);
        assertThat(Http.get(world.sandbox.baseUrl() + "/microsoft/token").status())
                .isEqualTo(404);
    }

    private Reply register(String secret, String uri) {
        return register(secret, uri, "");
    }

    private Reply register(String secret, String uri, String more) {
        return control(
                "POST",
                "clients",
                "{\"provider\": \"google\", \"clientId\": \"new.apps.example\", \"clientSecret\": \"" + secret
                        + "\", \"project\": \"New\", \"redirectUris\": [\"" + uri + "\"]" + more + "}");
    }

    private Reply control(String method, String path, String body) {
        return Http.json(
                method,
                world.sandbox.baseUrl() + "/_control/" + path,
                body,
                "Authorization",
                "Bearer " + world.sandbox.controlToken());
    }
}
