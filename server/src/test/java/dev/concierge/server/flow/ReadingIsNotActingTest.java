package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.http.HttpClient;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** L-03: whoever may only look makes nothing happen with what is stored: no call goes to the provider. */
@Tag("security")
class ReadingIsNotActingTest {
    private static final String OAUTH = "/api/v1/oauth";

    @Test
    @DisplayName("L-03 a key that may only read refreshes, syncs, reconnects, widens, vends, changes and ends nothing")
    void l03_a_key_that_may_only_read_acts_on_nothing() {
        try (World world = World.start();
                HttpClient http = HttpClient.newHttpClient()) {
            Visitor ada = world.visitor().signUp();
            UUID integration = ada.connected(Visitor.LINH_WORK);
            String one = OAUTH + "/integrations/" + integration;
            Api reader = new Api(http, world.server(), world.url("/"), ada.apiKey("integrations:read"));
            String before = reader.get(one).raw().body();
            assertThat(reader.get(one).status()).isEqualTo(200);
            assertThat(reader.get(one + "/activity").status()).isEqualTo(200);
            assertThat(reader.get(one + "/diagnosis").status()).isEqualTo(200);
            world.sandbox().ledger().clear();

            for (String[] act : new String[][] {
                {"POST", one + "/refresh", ""},
                {"POST", one + "/sync", ""},
                {"POST", one + "/reconnect", "{}"},
                {"POST", one + "/scopes", "{\"scopes\":[\"" + Visitor.CALENDAR + "\"]}"},
                {"POST", OAUTH + "/integrations/sync", ""},
                {"POST", OAUTH + "/google/authorize", "{}"},
                {"GET", one + "/token", ""},
                {"PATCH", one, "{\"label\":\"Mine\"}"},
                {"DELETE", one, ""}
            }) {
                Api.Answer answer = reader.send(act[0], act[1], act[2]);
                assertThat(answer.status())
                        .as(act[0] + " " + act[1] + " " + answer.raw().body())
                        .isEqualTo(403);
            }

            assertThat(world.sandbox().ledger().entries())
                    .as("calls to the provider")
                    .isEmpty();
            assertThat(reader.get(one).raw().body()).isEqualTo(before);
            Api actor = new Api(
                    http,
                    world.server(),
                    world.url("/"),
                    ada.namedKey("another", "integrations:read", "integrations:write", "tokens:vend"));
            assertThat(actor.token(integration).status()).as("done right").isEqualTo(200);
            assertThat(actor.post(one + "/refresh", "").status()).isEqualTo(200);
        }
    }
}
