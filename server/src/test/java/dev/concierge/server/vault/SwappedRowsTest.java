package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.database.Notifications;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** F-01: somebody who may write to the database moves ciphertexts about. */
@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwappedRowsTest {
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

    private record Someone(Api api, UUID integration, UUID grant) {}

    @Test
    @DisplayName("F-01 Bob's access token is copied into Eve's row")
    void bobs_access_token_is_copied_into_eves_row() {
        Someone bob = someone(Visitor.LINH_WORK);
        Someone eve = someone(Visitor.LINH_HOME);
        String bobs =
                bob.api().token(bob.integration()).json().path("accessToken").asString();

        copy("access_token", bob, eve);

        unreadable(eve.api().token(eve.integration()), bobs);
        assertThat(world.database()
                        .owner()
                        .sql(
                                "select count(*) from audit_events where action = 'grant.open' and outcome = 'refused' and target = :grant")
                        .param("grant", "grant:" + eve.grant())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(state(eve)).as("out of use until somebody looks").isEqualTo("misconfigured");
        assertThat(eve.api()
                        .get("/api/v1/oauth/integrations/" + eve.integration() + "/diagnosis")
                        .json()
                        .path("cause")
                        .asString())
                .isEqualTo("unreadable");
        assertThat(bob.api().token(bob.integration()).json().path("accessToken").asString())
                .isEqualTo(bobs);
    }

    @Test
    @DisplayName("F-01 the grant is put back by a renewal that brings a token of its own")
    void a_renewal_brings_the_grant_back() {
        Someone bob = someone(Visitor.LINH_WORK);
        Someone eve = someone(Visitor.LINH_HOME);
        copy("access_token", bob, eve);
        assertThat(eve.api().token(eve.integration()).status()).isEqualTo(500);
        world.advance(Duration.ofMinutes(61));

        assertThat(eve.api().token(eve.integration()).status()).isEqualTo(200);
        assertThat(state(eve)).isEqualTo("live");
    }

    @Test
    @DisplayName("F-01 Bob's refresh token is copied into Eve's row: it never reaches the provider in her name")
    void bobs_refresh_token_is_copied_into_eves_row() {
        Someone bob = someone(Visitor.LINH_WORK);
        Someone eve = someone(Visitor.LINH_HOME);
        copy("refresh_token", bob, eve);
        int before = world.sandbox().ledger().entries("google", "token").size();
        world.advance(Duration.ofMinutes(61));

        Api.Answer answer = eve.api().token(eve.integration());

        assertThat(answer.status()).isEqualTo(502);
        assertThat(world.sandbox().ledger().entries("google", "token")).hasSize(before);
        assertThat(state(eve)).as("out of use until somebody looks").isEqualTo("misconfigured");
        assertThat(bob.api().token(bob.integration()).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("F-01 an older token of the same row is put back")
    void an_older_token_of_the_same_row_is_put_back() {
        Someone eve = someone(Visitor.LINH_WORK);
        byte[] older = world.database()
                .owner()
                .sql("select access_token from grants where id = :id")
                .param("id", eve.grant())
                .query(byte[].class)
                .single();
        world.advance(Duration.ofMinutes(61));
        String newer =
                eve.api().token(eve.integration()).json().path("accessToken").asString();
        assertThat(newer).isNotEmpty();

        world.database()
                .owner()
                .sql("update grants set access_token = :older where id = :id")
                .param("older", older)
                .param("id", eve.grant())
                .update();
        forget(eve);

        unreadable(eve.api().token(eve.integration()), newer);
    }

    private void copy(String column, Someone bob, Someone eve) {
        int changed = world.database()
                .owner()
                .sql("update grants g set %1$s = b.%1$s from grants b where g.id = :eve and b.id = :bob"
                        .formatted(column))
                .param("eve", eve.grant())
                .param("bob", bob.grant())
                .update();
        assertThat(changed).isEqualTo(1);
        forget(eve);
    }

    /** Nodes keep ciphertexts for a while; a notification, which the database writer can send as well, makes them read again. */
    private void forget(Someone someone) {
        CountDownLatch heard = new CountDownLatch(1);
        world.server().bean(Notifications.class).onChange(id -> {
            if (id.equals(someone.grant())) {
                heard.countDown();
            }
        });
        world.database()
                .owner()
                .sql("select pg_notify('concierge', :id)::text")
                .param("id", someone.grant().toString())
                .query(String.class)
                .single();
        try {
            assertThat(heard.await(30, TimeUnit.SECONDS))
                    .as("the node heard the notification")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void unreadable(Api.Answer answer, String token) {
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.problem()).isEqualTo("internal");
        assertThat(answer.raw().body())
                .contains("cannot be read")
                .doesNotContain(token)
                .doesNotContain("accessToken")
                .doesNotContainIgnoringCase("exception")
                .doesNotContainIgnoringCase("tink");
    }

    private String state(Someone someone) {
        return world.database()
                .owner()
                .sql("select state from grants where id = :id")
                .param("id", someone.grant())
                .query(String.class)
                .single();
    }

    private Someone someone(String upstream) {
        Visitor visitor = world.visitor().signUp();
        UUID integration = visitor.connected(upstream);
        UUID grant = world.database()
                .owner()
                .sql("select grant_id from integrations where id = :id")
                .param("id", integration)
                .query(UUID.class)
                .single();
        return new Someone(
                new Api(http, world.server(), world.url("/"), visitor.apiKey("tokens:vend", "integrations:read")),
                integration,
                grant);
    }
}
