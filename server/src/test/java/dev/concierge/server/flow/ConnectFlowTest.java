package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectFlowTest {
    private World world;
    private HttpClient http;

    @BeforeAll
    void start() {
        world = World.start();
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
    }

    @Test
    void a_person_signs_up_connects_google_and_a_backend_takes_its_token() {
        Visitor ada = world.visitor().signUp();

        UUID integration = ada.connected(Visitor.LINH_WORK);
        Api.Answer vend = backend(ada).token(integration);

        assertThat(vend.status()).isEqualTo(200);
        assertThat(vend.json().path("tokenType").asString()).isEqualTo("Bearer");
        assertThat(world.sandbox().secrets().all())
                .as("the token is one that the sandbox issued")
                .anyMatch(secret ->
                        secret.value().equals(vend.json().path("accessToken").asString()));
        assertThat(vend.raw().headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }

    @Test
    void a_scope_left_unticked_is_named_and_may_be_kept_so() {
        Visitor ada = world.visitor().signUp();

        Page choice = ada.connect(Visitor.LINH_WORK, Set.of(Visitor.CALENDAR_LIST));
        assertThat(choice.path()).startsWith("/integrations/choices/");
        assertThat(choice.text()).contains("See which calendars you have");

        Page kept = ada.browser().submit(choice, "form:has(button[value=add])", Map.of("choice", "add"));
        assertThat(kept.path()).startsWith("/integrations/");
        assertThat(kept.text()).contains("See which calendars you have");
    }

    @Test
    void a_reconnect_that_comes_back_as_another_account_asks_before_anything_changes() {
        Visitor ada = world.visitor().signUp();
        UUID work = ada.connected(Visitor.LINH_WORK);
        Page page = ada.open("/integrations/" + work);

        Page leave = ada.browser().submitOnly(page, "form[action='/integrations/" + work + "/reconnect']", Map.of());
        var authorization = java.net.URI.create(
                leave.find("a[href^='" + world.sandbox().baseUrl() + "']").attr("href"));
        Page choice = ada.browser().open(ada.consent(authorization, Visitor.LINH_HOME, Set.of()));

        assertThat(choice.path()).startsWith("/integrations/choices/");
        assertThat(choice.text()).contains(Visitor.LINH_HOME).contains(Visitor.LINH_WORK);
        Page added = ada.browser().submit(choice, "form:has(button[value=add])", Map.of("choice", "add"));
        assertThat(added.text()).contains(Visitor.LINH_HOME);
        assertThat(ada.open("/integrations").text()).contains(Visitor.LINH_HOME).contains(Visitor.LINH_WORK);
    }

    @Test
    void a_disconnect_ends_the_grant_at_the_provider_and_gives_a_receipt() {
        Visitor ada = world.visitor().signUp();
        UUID integration = ada.connected("ana.ruiz@meridian.example");
        Api backend = backend(ada);
        assertThat(backend.token(integration).status()).isEqualTo(200);

        Page question = ada.open("/integrations/" + integration + "/disconnect");
        Page receipt =
                ada.browser().submit(question, "form[action='/integrations/" + integration + "/disconnect']", Map.of());

        assertThat(receipt.path()).startsWith("/receipts/");
        assertThat(world.sandbox().ledger().count("google", "revoke", "revoked"))
                .isEqualTo(1);
        assertThat(backend.token(integration).status()).isEqualTo(404);
    }

    private Api backend(Visitor visitor) {
        return new Api(http, world.server(), world.url("/"), visitor.apiKey("tokens:vend", "integrations:read"));
    }
}
