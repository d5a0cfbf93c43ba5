package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider answers with more than was asked: Meta lists what was ever allowed, Microsoft all that was consented to. What nobody asked for is never
 * used, and only what a role may not have stops the trip, by name.
 */
@Tag("flow")
class WiderConsentTest extends FlowCase {
    private static final String SEND = "https://www.googleapis.com/auth/gmail.send";
    private static final String UNHEARD = "https://www.googleapis.com/auth/unheard.of";
    private static final Map<String, String> HTML = Map.of("Accept", "text/html");

    @BeforeEach
    void reset() {
        world().sandbox().knobs("google").resetAll();
        world().sandbox().ledger().clear();
    }

    private void answersAlso(String more) {
        String scope =
                "openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile "
                        + Visitor.CALENDAR + " " + Visitor.CALENDAR_LIST + " " + more;
        world().sandbox()
                .knobs("google")
                .patch(JsonMapper.builder()
                        .build()
                        .readTree("{\"lie\":[{\"endpoint\":\"token\",\"count\":9,\"merge\":{\"scope\":\"" + scope
                                + "\"}}]}"));
    }

    private Api backend(Visitor person) {
        return new Api(
                java.net.http.HttpClient.newHttpClient(),
                world().server(),
                world().url("/"),
                person.apiKey("tokens:vend", "integrations:read", "integrations:write"));
    }

    private static UUID integration(Page page) {
        assertThat(page.path()).as(page.text()).matches("/integrations/[0-9a-f-]{36}");
        return UUID.fromString(page.path().substring("/integrations/".length()));
    }

    private List<String> scopes(Api.Answer vend) {
        assertThat(vend.status()).as(vend.raw().body()).isEqualTo(200);
        return vend.json()
                .path("scopes")
                .valueStream()
                .map(node -> node.asString())
                .toList();
    }

    @Test
    void a_scope_that_nobody_knows_is_written_down_and_never_used() {
        answersAlso(UNHEARD);
        Visitor ada = person();

        Page page = ada.browser().open(caught(ada));

        UUID integration = integration(page);
        assertThat(scopes(backend(ada).token(integration)))
                .doesNotContain(UNHEARD)
                .contains(Visitor.CALENDAR);
        assertThat(page.text()).contains(UNHEARD, "never used");
        assertThat(world().database()
                        .owner()
                        .sql("select beyond[1] from consents where integration_id = :id")
                        .param("id", integration)
                        .query(String.class)
                        .single())
                .isEqualTo(UNHEARD);
    }

    @Test
    void a_scope_above_the_role_refuses_the_connection_by_its_name_and_ends_the_tokens() {
        answersAlso(SEND);
        Visitor ada = person();
        Traces before = traces();

        Page page = land(ada.browser(), caught(ada), HTML);

        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text())
                .contains("Send mail", "your role")
                .doesNotContain("belongs to no connection", "used before");
        assertThat(rows("integrations")).isEqualTo(before.integrations());
        assertThat(rows("pending_grants")).isEqualTo(before.pending());
        assertThat(refusals("scope_ceiling")).isPositive();
        assertThat(world().database()
                        .owner()
                        .sql("select count(*) from pending_revocations where consent_subject <> ''")
                        .query(Long.class)
                        .single())
                .as("the tokens wait to be ended, and it is known whose they are")
                .isEqualTo(1);
        world().sandbox().knobs("google").resetAll();
        connects(ada, caught(ada));
    }

    @Test
    void a_role_that_may_have_it_gets_it_noted_and_the_rest_used() {
        answersAlso(SEND);
        Visitor ada = person().raisedTo(dev.concierge.server.web.Role.USER);

        UUID integration = integration(ada.browser().open(caught(ada)));

        assertThat(scopes(backend(ada).token(integration))).contains(Visitor.CALENDAR);
    }

    @Test
    void a_renewal_that_brings_more_widens_nothing() {
        Visitor ada = person();
        UUID integration = integration(ada.browser().open(caught(ada)));
        Api backend = backend(ada);
        List<String> before = scopes(backend.token(integration));
        answersAlso(UNHEARD + " " + SEND);
        world().advance(Duration.ofHours(2));

        assertThat(scopes(backend.token(integration))).containsExactlyInAnyOrderElementsOf(before);
        assertThat(world().database()
                        .owner()
                        .sql("select unnest(beyond) from consents where integration_id = :id")
                        .param("id", integration)
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder(UNHEARD, SEND);
        world().advance(Duration.ofHours(2));
        backend.token(integration);
        assertThat(world().database()
                        .owner()
                        .sql("select count(*) from consents where integration_id = :id")
                        .param("id", integration)
                        .query(Long.class)
                        .single())
                .as("one line for each change, not for each renewal")
                .isEqualTo(2);
    }

    @Test
    void a_choice_that_a_lower_role_may_not_keep_is_refused_and_not_called_a_cancel() {
        Visitor ada = person().raisedTo(dev.concierge.server.web.Role.USER);
        Page start = ada.open("/integrations");
        Page next = ada.browser()
                .submitExactly(
                        start,
                        "form[action='/integrations/google/connect']",
                        List.of(
                                new dev.concierge.server.support.Browser.Field("scope", SEND),
                                new dev.concierge.server.support.Browser.Field("scope", Visitor.CALENDAR)));
        String authorization =
                next.find("a[href^='" + world().sandbox().baseUrl() + "']").attr("href");
        Page choice = ada.browser()
                .open(ada.consent(java.net.URI.create(authorization), Visitor.LINH_HOME, Set.of(Visitor.CALENDAR)));
        assertThat(choice.path()).startsWith("/integrations/choices/");
        world().database()
                .owner()
                .sql("update accounts set role = 'guest' where email = :email")
                .param("email", ada.email())
                .update();
        ada.browser().jar(world().url("/")).keySet().removeIf(name -> !name.equals("__Host-browser"));
        ada.signIn();

        Page refused =
                ada.browser().submit(ada.open(choice.path()), "form:has(button[value=add])", Map.of("choice", "add"));

        assertThat(refused.status()).as(refused.text()).isEqualTo(403);
        assertThat(refused.text()).contains("Your role may not have", "Send mail");
        assertThat(rows("pending_grants")).isZero();
        assertThat(refusals("scope_ceiling")).isPositive();
    }

    @Test
    void an_id_token_that_proves_nothing_is_said_to_be_that() {
        world().sandbox().knobs("google").set(dev.concierge.sandbox.Knobs.WRONG_NONCE, true);
        Visitor ada = person();

        Page page = land(ada.browser(), caught(ada), HTML);

        assertThat(page.status()).isEqualTo(502);
        assertThat(page.text())
                .contains("does not prove whose account", "Nothing was connected")
                .doesNotContain("belongs to no connection");
        assertThat(refusals("id_token_nonce")).isPositive();
    }
}
