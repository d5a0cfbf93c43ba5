package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each way in which an integration fails is a cause, somebody who must act, and one thing to do; in the API and on its page. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiagnosisTest {
    private static final String CONSOLE = "https://console.example/clients";

    private final HttpClient http = HttpClient.newHttpClient();
    private World world;

    /** Somebody with a connected account and a key. */
    private record Connected(Visitor visitor, Api api, UUID integration) {
        JsonNode diagnosis() {
            Api.Answer answer = api.get("/api/v1/oauth/integrations/" + integration + "/diagnosis");
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
            return answer.json();
        }

        /** The page, signed in again when the session has ended meanwhile. */
        Page page() {
            if (visitor.open("/integrations").path().equals("/login")) {
                visitor.signIn();
            }
            return visitor.open("/integrations/" + integration);
        }
    }

    @BeforeAll
    void start() {
        world = World.start(1, Map.of(), text -> text.replaceFirst("console: \\S+", "console: " + CONSOLE));
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
    }

    @BeforeEach
    void reset() {
        world.sandbox().knobs("google").resetAll();
    }

    private Connected connected(Set<String> unticked) {
        Visitor ada = world.visitor().signUp();
        Api api = new Api(
                http,
                world.server(),
                world.url("/"),
                ada.apiKey("tokens:vend", "integrations:read", "integrations:write"));
        Page page = ada.connect(Visitor.LINH_WORK, unticked);
        if (page.has("form:has(button[value=add])")) {
            page = ada.browser().submit(page, "form:has(button[value=add])", Map.of("choice", "add"));
        }
        return new Connected(ada, api, UUID.fromString(page.path().substring("/integrations/".length())));
    }

    private void knobs(String json) {
        world.sandbox().knobs("google").patch(JsonMapper.builder().build().readTree(json));
    }

    private static void says(JsonNode diagnosis, String state, String cause, String whoMustAct) {
        assertThat(diagnosis.path("state").asString()).isEqualTo(state);
        assertThat(diagnosis.path("cause").asString()).isEqualTo(cause);
        assertThat(diagnosis.path("whoMustAct").asString()).isEqualTo(whoMustAct);
        assertThat(diagnosis.path("words").asString()).contains("Google");
    }

    private static String link(JsonNode diagnosis) {
        return diagnosis.path("link").path("title").asString() + " "
                + diagnosis.path("link").path("url").asString();
    }

    @Test
    void a_sound_integration_needs_nobody() {
        Connected ada = connected(Set.of());

        JsonNode diagnosis = ada.diagnosis();

        assertThat(diagnosis.path("state").asString()).isEqualTo("active");
        assertThat(diagnosis.path("cause").isNull()).isTrue();
        assertThat(diagnosis.path("link").isNull()).isTrue();
        assertThat(diagnosis.path("whoMustAct").asString()).isEqualTo("nobody");
        assertThat(ada.page().has(".notices .banner:not(.is-ok)")).isFalse();
    }

    @Test
    void access_ended_at_the_provider_is_the_persons() {
        Connected ada = connected(Set.of());
        world.sandbox().revoke("google", Visitor.LINH_WORK, "concierge-test");
        world.advance(Duration.ofHours(2));
        assertThat(ada.api().token(ada.integration()).problem()).isEqualTo("needs-reconnect");

        JsonNode diagnosis = ada.diagnosis();

        says(diagnosis, "needs_reconnect", "grant_ended", "person");
        assertThat(link(diagnosis)).isEqualTo("Reconnect Google " + world.url("/integrations/" + ada.integration()));
        Page page = ada.page();
        assertThat(page.text()).contains(diagnosis.path("words").asString());
        assertThat(page.has(".notices form[action='/integrations/" + ada.integration() + "/reconnect']"))
                .isTrue();
    }

    @Test
    void a_refused_client_is_the_operators_and_the_link_leads_to_its_console() {
        Connected ada = connected(Set.of());
        world.advance(Duration.ofHours(2));
        knobs("{\"clientSecretExpired\":true}");
        assertThat(ada.api().token(ada.integration()).problem()).isEqualTo("misconfigured");

        JsonNode diagnosis = ada.diagnosis();

        says(diagnosis, "misconfigured", "client_secret_wrong", "operator");
        assertThat(link(diagnosis)).isEqualTo("Our client at Google " + CONSOLE);
        assertThat(ada.page().text())
                .contains(
                        "This is for an administrator.", diagnosis.path("words").asString());
    }

    @Test
    void an_administrator_here_gets_the_way_to_our_client_and_nobody_else_does() {
        Connected ada = connected(Set.of());
        world.advance(Duration.ofHours(2));
        knobs("{\"clientSecretExpired\":true}");
        assertThat(ada.api().token(ada.integration()).problem()).isEqualTo("misconfigured");
        assertThat(ada.page().has(".notices a[href='/admin/providers/google']")).isFalse();

        ada.visitor().raisedTo(dev.concierge.server.web.Role.ADMIN);

        assertThat(ada.page().has(".notices a[href='/admin/providers/google']")).isTrue();
    }

    @Test
    void what_an_administrator_of_the_customer_must_allow_is_not_sent_to_ours() {
        Connected ada = connected(Set.of());
        world.advance(Duration.ofHours(2));
        knobs(
                "{\"failNext\":[{\"endpoint\":\"token\",\"status\":400,\"count\":9,\"body\":{\"error\":\"admin_policy_enforced\"}}]}");
        assertThat(ada.api().token(ada.integration()).problem()).isEqualTo("misconfigured");

        JsonNode diagnosis = ada.diagnosis();

        says(diagnosis, "misconfigured", "admin_consent", "person");
        assertThat(diagnosis.path("words").asString())
                .contains("administrator of your organisation", "goes on by itself")
                .doesNotContain("registration");
        assertThat(diagnosis.path("link").isNull()).isTrue();
        assertThat(ada.page().text()).contains("administrator of your organisation");
        assertThat(ada.visitor().open("/integrations").text())
                .contains("administrator of your organisation")
                .doesNotContain("no longer accepts our registration");
    }

    @Test
    void a_provider_in_trouble_needs_nobody() {
        Connected ada = connected(Set.of());
        world.advance(Duration.ofHours(2));
        knobs("{\"failNext\":[{\"endpoint\":\"token\",\"status\":503,\"count\":9,\"retryAfterSeconds\":3600}]}");
        assertThat(ada.api().token(ada.integration()).problem()).isEqualTo("provider-unavailable");
        // once red on a slow machine: what the provider does not ask for is tried again after 15 s, and the page was
        // read later
        world.advance(Duration.ofMinutes(1));

        JsonNode diagnosis = ada.diagnosis();

        says(diagnosis, "active", "provider_unavailable", "nobody");
        assertThat(diagnosis.path("link").isNull()).isTrue();
        assertThat(ada.page().text())
                .contains("Nothing for you to do.", diagnosis.path("words").asString());
    }

    @Test
    void a_missing_permission_is_named_and_can_be_asked_for_again() {
        Connected ada = connected(Set.of(Visitor.CALENDAR_LIST));

        JsonNode diagnosis = ada.diagnosis();

        says(diagnosis, "active", "scope_missing", "person");
        assertThat(diagnosis.path("words").asString()).contains("See which calendars you have");
        assertThat(link(diagnosis)).isEqualTo("Ask Google again " + world.url("/integrations/" + ada.integration()));
        assertThat(ada.page().has(".notices form[action='/integrations/" + ada.integration() + "/scopes']"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "failed, http_503, sync_provider_broken, nobody, ''",
        "failed, garbage, sync_provider_broken, nobody, ''",
        "failed, timeout, sync_no_answer, nobody, ''",
        "no_progress, no_progress, sync_provider_broken, nobody, ''",
        "failed, api_switched_off, sync_api_switched_off, operator, Our client at Google",
        "failed, http_404, sync_our_request, operator, Our client at Google",
        "failed, internal, sync_internal, operator, ''",
        "failed, no_mailbox, sync_no_mailbox, nobody, ''",
        "failed, token_refused, sync_token_refused, person, Reconnect Google",
        "not_allowed, scope_missing, sync_scope_missing, person, Ask Google again",
    })
    void a_stream_that_fails_says_why(String state, String cause, String word, String whoMustAct, String title) {
        Connected ada = connected(Set.of());
        int rows = world.database()
                .owner()
                .sql("update streams set state = :state, cause = :cause, due_at = null where integration_id = :id")
                .param("state", state)
                .param("cause", cause)
                .param("id", ada.integration())
                .update();
        assertThat(rows).isPositive();

        JsonNode diagnosis = ada.diagnosis();

        says(diagnosis, "active", word, whoMustAct);
        assertThat(diagnosis.path("link").path("title").asString("")).isEqualTo(title);
        assertThat(ada.page().text()).contains(diagnosis.path("words").asString());
    }

    @Test
    void an_ended_integration_says_that_it_was_ended_here() {
        Connected ada = connected(Set.of());
        ada.api().delete("/api/v1/oauth/integrations/" + ada.integration());

        JsonNode diagnosis = ada.diagnosis();

        assertThat(diagnosis.path("state").asString()).isEqualTo("disconnected");
        assertThat(link(diagnosis)).isEqualTo("Connect Google again " + world.url("/integrations"));
    }

    @Test
    void a_key_without_the_scope_learns_nothing() {
        Connected ada = connected(Set.of());
        Visitor ben = world.visitor().signUp();
        Api vendOnly = new Api(http, world.server(), world.url("/"), ben.apiKey("tokens:vend"));

        assertThat(vendOnly.get("/api/v1/oauth/integrations/" + ada.integration() + "/diagnosis")
                        .status())
                .isEqualTo(403);
    }
}
