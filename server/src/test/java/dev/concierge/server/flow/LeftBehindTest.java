package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is of no use any more goes, and what the person sees of it stays true. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeftBehindTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private World world;

    @BeforeAll
    void start() {
        world = World.start();
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
    }

    private void maintain() {
        world.server().bean(JobRunner.class).runDue(Lane.MAINTENANCE);
    }

    private long count(String sql) {
        return world.database().owner().sql(sql).query(Long.class).single();
    }

    @Test
    void a_connection_whose_dead_tokens_are_gone_still_says_sign_in_again_and_can_be_disconnected() {
        Visitor ada = world.visitor().signUp();
        UUID integration = ada.connected(Visitor.LINH_WORK);
        Api api = new Api(
                http,
                world.server(),
                world.url("/"),
                ada.apiKey("tokens:vend", "integrations:read", "integrations:write"));
        world.sandbox().revoke("google", Visitor.LINH_WORK, "concierge-test");
        world.advance(Duration.ofHours(2));
        assertThat(api.token(integration).problem()).isEqualTo("needs-reconnect");
        String words = diagnosis(api, integration, "words");

        world.advance(Duration.ofDays(31));
        maintain();

        assertThat(count("select count(*) from grants where access_token is not null or refresh_token is not null"))
                .isZero();
        assertThat(api.token(integration).problem()).isEqualTo("needs-reconnect");
        assertThat(diagnosis(api, integration, "state")).isEqualTo("needs_reconnect");
        assertThat(diagnosis(api, integration, "cause")).isEqualTo("grant_ended");
        assertThat(diagnosis(api, integration, "words")).isEqualTo(words);
        ada.signIn();
        Page page = ada.open("/integrations/" + integration);
        assertThat(page.text())
                .contains(words, "Sign in again", "nothing is kept any more", "The ended token was deleted here");
        assertThat(page.has(".notices form[action$='/reconnect']")).isTrue();
        assertThat(count("select count(*) from consents where integration_id = '" + integration + "'"))
                .isPositive();

        Api.Answer receipt = api.delete("/api/v1/oauth/integrations/" + integration);
        assertThat(receipt.json().path("outcome").asString()).isEqualTo("by_hand");
        assertThat(receipt.json().path("reason").asString()).isEqualTo("no_token");
    }

    private static String diagnosis(Api api, UUID integration, String member) {
        return api.get("/api/v1/oauth/integrations/" + integration + "/diagnosis")
                .json()
                .path(member)
                .asString();
    }

    @Test
    void tickets_that_piled_up_go_in_one_round_and_one_that_is_good_stays() {
        Visitor bea = world.visitor().signUp();
        Api api = new Api(http, world.server(), world.url("/"), bea.apiKey("integrations:write"));
        assertThat(api.post("/api/v1/oauth/google/authorize", "{}").status()).isEqualTo(200);
        world.database().owner().sql("""
                insert into connect_tickets (ticket_hash, id, account_id, kind, provider, scopes, asked_by, created_at, expires_at)
                select sha256(n::text::bytea), gen_random_uuid(), t.account_id, t.kind, t.provider, t.scopes, t.asked_by, t.created_at,
                       t.created_at - interval '1 minute' - n * interval '1 second'
                from connect_tickets t, generate_series(1, 1300) n
                """).update();
        world.advance(Duration.ofMinutes(2));

        maintain();

        assertThat(count("select count(*) from connect_tickets")).isEqualTo(1);
    }
}
