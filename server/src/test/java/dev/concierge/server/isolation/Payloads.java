package dev.concierge.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Texts that would be SQL if anybody put them into a statement, sent by Eve wherever a text is taken. */
final class Payloads {
    private static final String INTEGRATIONS = Endpoints.INTEGRATIONS;

    static final List<String> ALL = List.of(
            "'; drop table grants; --",
            "' or '1'='1",
            "\"; select pg_sleep(60); --",
            "x'); delete from integrations; --",
            "'; set role postgres; --",
            "$$; select 1; $$",
            ":id",
            "?",
            "{fn now()}",
            "\\' or 1=1 --",
            "%",
            "1e999",
            "nul\u0000nul");

    private final TwoAccounts two;

    Payloads(TwoAccounts two) {
        this.two = two;
    }

    /** In every filter, and as a provider and an id. */
    void inAddresses(String payload) {
        String encoded = URLEncoder.encode(payload, StandardCharsets.UTF_8);
        for (String path : List.of(
                INTEGRATIONS + "?label=",
                INTEGRATIONS + "?provider=",
                INTEGRATIONS + "?state=",
                INTEGRATIONS + "?limit=",
                INTEGRATIONS + "?cursor=",
                INTEGRATIONS + "/",
                INTEGRATIONS + "/" + two.eve().integration + "/token?minTtl=",
                INTEGRATIONS + "/" + two.eve().integration + "/activity?limit=",
                "/api/v1/sync/runs?integration=",
                "/api/v1/sync/records?stream=",
                "/api/v1/sync/records?cursor=")) {
            Api.Answer answer = two.eve().api.get(path + encoded);
            assertThat(answer.status()).as("%s: %s", path, answer.raw().body()).isIn(200, 400, 404);
        }
        assertThat(two.eve()
                        .api
                        .post("/api/v1/oauth/" + encoded.replace("+", "%20") + "/authorize", "{}")
                        .status())
                .isIn(400, 404);
    }

    void inALabel(String payload) {
        String path = INTEGRATIONS + "/" + two.eve().second;
        Api.Answer answer = two.eve().api.send("PATCH", path, "{\"label\":" + json(payload) + "}");
        if (payload.indexOf(0) >= 0) {
            assertThat(answer.status()).isEqualTo(400);
        } else {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(two.eve().api.get(path).json().path("label").asString()).isEqualTo(payload);
        }
    }

    /** What a browser says of itself is written down with the sign-in. */
    void inHeadersAndAtSignIn(String payload) {
        String header = payload.replace("\u0000", "");
        Browser browser = new Browser();
        URI login = two.world().url("/login");
        Page form = browser.open(login);
        String csrf = form.find("form[action='/login'] input[name=_csrf]").val();
        Map<String, String> headers = Map.of(
                "Content-Type", "application/x-www-form-urlencoded",
                "User-Agent", header,
                "X-Request-Id", header,
                "X-Forwarded-For", header,
                "Accept-Language", header,
                "Referer", login.toString());
        Page wrong = browser.send(
                "POST",
                login,
                Browser.encode(List.of(
                        new Browser.Field("_csrf", csrf),
                        new Browser.Field("email", payload),
                        new Browser.Field("password", payload))),
                headers);
        assertThat(wrong.status()).as(wrong.text()).isLessThan(500);
        Page right = browser.send(
                "POST",
                login,
                Browser.encode(List.of(
                        new Browser.Field(
                                "_csrf",
                                browser.open(login)
                                        .find("form[action='/login'] input[name=_csrf]")
                                        .val()),
                        new Browser.Field("email", two.eve().visitor.email()),
                        new Browser.Field("password", two.eve().visitor.password()))),
                headers);
        assertThat(right.status()).as(right.text()).isEqualTo(303);
        assertThat(two.world()
                        .database()
                        .owner()
                        .sql("select count(*) from sessions where agent = :agent and account_id = :account")
                        .param("agent", header)
                        .param("account", two.eve().account)
                        .query(Long.class)
                        .single())
                .as("kept as it was sent")
                .isPositive();
    }

    private static String json(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\u0000", "\\u0000") + "\"";
    }
}
