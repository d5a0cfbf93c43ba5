package dev.concierge.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A POST under an {@code Idempotency-Key}, on two nodes: done once, answered alike, never locked for ever, readable by nobody else. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyTest {
    private static final String AUTHORIZE = "/api/v1/oauth/google/authorize";

    private World world;
    private HttpClient http;
    private Visitor ada;
    private UUID integration;
    private Api here;
    private Api there;

    @BeforeAll
    void start() {
        world = World.start(2, Map.of("concierge.integrations.open-tickets", "1000"));
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
    }

    @BeforeEach
    void somebody() {
        ada = world.visitor().signUp();
        integration = ada.connected(Visitor.LINH_WORK);
        String key = ada.apiKey("integrations:read", "integrations:write");
        here = new Api(http, world.node(0), world.url("/"), key);
        there = new Api(http, world.node(1), world.url("/"), key);
    }

    @Test
    void the_same_request_under_the_same_key_is_done_once_and_answered_alike_on_every_node() {
        Api.Answer first = post(here, AUTHORIZE, "{}", "one");
        Api.Answer again = post(there, AUTHORIZE, "{}", "one");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.raw().headers().firstValue(IdempotencyFilter.REPLAYED)).isEmpty();
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.raw().body()).isEqualTo(first.raw().body()).contains("/connect/");
        assertThat(again.raw().headers().firstValue(IdempotencyFilter.REPLAYED)).contains("true");
        assertThat(again.raw().headers().firstValue("Content-Type"))
                .isEqualTo(first.raw().headers().firstValue("Content-Type"));
        assertThat(again.raw().headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        assertThat(tickets()).isEqualTo(1);
        assertThat(post(here, AUTHORIZE, "{}", "two").raw().body())
                .isNotEqualTo(first.raw().body());
        assertThat(here.post(AUTHORIZE, "{}").raw().body())
                .as("without a key")
                .isNotEqualTo(first.raw().body());
        assertThat(tickets()).isEqualTo(3);
    }

    @Test
    void another_request_under_the_same_key_is_refused_and_not_done() {
        post(here, AUTHORIZE, "{}", "one");
        for (Api.Answer other : List.of(
                post(there, AUTHORIZE, "{ }", "one"),
                post(there, AUTHORIZE + "?a=b", "{}", "one"),
                post(there, "/api/v1/oauth/integrations/" + integration + "/reconnect", "{}", "one"))) {
            assertThat(other.status()).isEqualTo(422);
            assertThat(other.problem()).isEqualTo("idempotency-key-reused");
        }
        assertThat(tickets()).isEqualTo(1);
    }

    @Test
    void a_key_is_its_callers_own() {
        String first = post(here, AUTHORIZE, "{}", "one").raw().body();
        Api second = new Api(http, world.node(0), world.url("/"), ada.namedKey("another", "integrations:write"));
        Api.Answer otherKeys = post(second, AUTHORIZE, "{}", "one");
        assertThat(otherKeys.status()).isEqualTo(200);
        assertThat(otherKeys.raw().body()).isNotEqualTo(first);

        Visitor eve = world.visitor().signUp();
        Api hers = new Api(http, world.node(0), world.url("/"), eve.apiKey("integrations:write"));
        assertThat(post(hers, AUTHORIZE, "{}", "one").raw().body()).isNotEqualTo(first);
    }

    @Test
    void forty_at_once_on_two_nodes_are_done_once() throws Exception {
        List<Future<Api.Answer>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                Api api = i % 2 == 0 ? here : there;
                asked.add(threads.submit(() -> post(api, AUTHORIZE, "{}", "at-once")));
            }
        }
        Set<String> links = new HashSet<>();
        for (Future<Api.Answer> one : asked) {
            Api.Answer answer = one.get();
            if (answer.status() == 409) {
                assertThat(answer.problem()).isEqualTo("idempotency-in-progress");
                assertThat(answer.raw().headers().firstValue("Retry-After")).contains("1");
            } else {
                assertThat(answer.status()).isEqualTo(200);
                links.add(answer.raw().body());
            }
        }
        links.add(post(there, AUTHORIZE, "{}", "at-once").raw().body());
        assertThat(links).hasSize(1);
        assertThat(tickets()).isEqualTo(1);
    }

    @Test
    void a_node_dies_in_the_middle_and_the_key_is_free_again_a_minute_later() {
        var request = new IdempotencyKeys.Request(
                account(), keyId(), Secret.of("killed"), Secret.of("POST " + AUTHORIZE + "?\n{}"));
        assertThat(world.node(0).bean(IdempotencyKeys.class).begin(request)).isInstanceOf(KeyClaim.Begun.class);

        Api.Answer soon = post(there, AUTHORIZE, "{}", "killed");
        assertThat(soon.status()).isEqualTo(409);
        assertThat(soon.problem()).isEqualTo("idempotency-in-progress");
        assertThat(soon.raw().headers().firstValue("Retry-After")).contains("1");

        world.database()
                .owner()
                .sql(
                        "update idempotency_keys set lease_until = lease_until - interval '1 minute' where account_id = :account")
                .param("account", account())
                .update();
        Api.Answer later = post(there, AUTHORIZE, "{}", "killed");
        assertThat(later.status()).isEqualTo(200);
        assertThat(post(here, AUTHORIZE, "{}", "killed").raw().body())
                .isEqualTo(later.raw().body());
    }

    @Test
    void the_answer_of_a_node_that_was_given_up_does_not_take_the_place_of_the_one_that_was_given() {
        var keys = world.node(0).bean(IdempotencyKeys.class);
        var request = new IdempotencyKeys.Request(
                account(), keyId(), Secret.of("late"), Secret.of("POST " + AUTHORIZE + "?\n{}"));
        KeyClaim.Begun slow = (KeyClaim.Begun) keys.begin(request);
        world.database()
                .owner()
                .sql("update idempotency_keys set lease_until = lease_until - interval '1 minute' where id = :id")
                .param("id", slow.id())
                .update();
        String given = post(there, AUTHORIZE, "{}", "late").raw().body();

        keys.finish(account(), slow.id(), new KeptAnswer(200, "application/json", Secret.of("{\"late\":true}")));
        keys.release(account(), slow.id());

        assertThat(post(here, AUTHORIZE, "{}", "late").raw().body()).isEqualTo(given);
    }

    @Test
    void a_server_error_is_not_kept_and_a_refusal_is() {
        String refresh = "/api/v1/oauth/integrations/" + integration + "/refresh";
        world.advance(Duration.ofMinutes(61));
        world.sandbox().knobs().set(Knobs.FAIL_NEXT, List.of(Fault.FailNext.of("token", 503)));
        Api.Answer failed = post(here, refresh, "", "again");
        assertThat(failed.status()).isBetween(500, 503);
        world.sandbox().knobs().resetAll();
        world.advance(Duration.ofMinutes(2));
        Api.Answer worked = post(there, refresh, "", "again");
        assertThat(worked.status()).as(worked.raw().body()).isEqualTo(200);
        assertThat(worked.raw().headers().firstValue(IdempotencyFilter.REPLAYED))
                .isEmpty();

        Api.Answer refused = post(here, AUTHORIZE, "{\"scopes\":[\"no such scope\"]}", "refused");
        Api.Answer same = post(there, AUTHORIZE, "{\"scopes\":[\"no such scope\"]}", "refused");
        assertThat(refused.status()).isBetween(400, 403);
        assertThat(same.status()).isEqualTo(refused.status());
        assertThat(same.raw().body()).isEqualTo(refused.raw().body());
        assertThat(same.raw().headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void after_a_day_the_key_is_new_and_its_row_is_purged() {
        String first = post(here, AUTHORIZE, "{}", "daily").raw().body();
        world.advance(Duration.ofHours(23));
        assertThat(post(here, AUTHORIZE, "{}", "daily").raw().body()).isEqualTo(first);
        world.advance(Duration.ofHours(1));
        assertThat(post(there, AUTHORIZE, "{}", "daily").raw().body()).isNotEqualTo(first);
        assertThat(rows()).isEqualTo(1);
        world.advance(Duration.ofHours(25));
        world.node(0).bean(JobRunner.class).runDue(Lane.MAINTENANCE);
        assertThat(rows()).isZero();
    }

    @Test
    void what_is_kept_is_sealed_and_opens_in_its_own_row_alone() {
        String first = post(here, AUTHORIZE, "{}", "mine").raw().body();
        String second = post(here, AUTHORIZE, "{}", "other").raw().body();
        byte[] stored = world.database()
                .owner()
                .sql("select answer from idempotency_keys where account_id = :account limit 1")
                .param("account", account())
                .query(byte[].class)
                .single();
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("connect");
        world.database()
                .owner()
                .sql("update idempotency_keys k set answer = o.answer from idempotency_keys o"
                        + " where k.account_id = :account and o.account_id = :account and o.id <> k.id")
                .param("account", account())
                .update();
        assertThat(post(here, AUTHORIZE, "{}", "mine").raw().body())
                .as("done anew, for neither answer opens in the other's row")
                .isNotIn(first, second);
    }

    @Test
    void a_key_of_another_form_is_refused_and_where_it_has_no_meaning_it_is_passed_over() {
        for (String odd : List.of("x".repeat(256), "two words", " ")) {
            assertThat(post(here, AUTHORIZE, "{}", odd).status()).as(odd).isEqualTo(400);
        }
        assertThat(here.send("GET", "/api/v1/me", "", Map.of(IdempotencyFilter.KEY, "read"))
                        .status())
                .isEqualTo(200);
        assertThat(here.send(
                                "PATCH",
                                "/api/v1/oauth/integrations/" + integration,
                                "{\"label\":\"Work\"}",
                                Map.of(IdempotencyFilter.KEY, "patch"))
                        .status())
                .isEqualTo(200);
        String check = ada.open("/integrations").find("input[name=_csrf]").val();
        Page bySession = ada.browser()
                .send(
                        "POST",
                        world.url("/api/v1/oauth/integrations/" + integration + "/sync"),
                        "",
                        Map.of(IdempotencyFilter.KEY, "session", "X-CSRF-TOKEN", check));
        assertThat(bySession.status()).isLessThan(300);
        assertThat(rows()).isZero();
        assertThat(post(here, AUTHORIZE, "{\"x\":\"" + "y".repeat(1_100_000) + "\"}", "large")
                        .status())
                .isEqualTo(413);
    }

    private static Api.Answer post(Api api, String path, String body, String key) {
        return api.send("POST", path, body, Map.of(IdempotencyFilter.KEY, key));
    }

    private UUID account() {
        return one("select account_id from accounts where email = :email");
    }

    private UUID keyId() {
        return one(
                "select key_id from api_keys k join accounts a on a.account_id = k.account_id where a.email = :email limit 1");
    }

    private UUID one(String sql) {
        return world.database()
                .owner()
                .sql(sql)
                .param("email", ada.email())
                .query(UUID.class)
                .single();
    }

    private long tickets() {
        return count("connect_tickets");
    }

    private long rows() {
        return count("idempotency_keys");
    }

    private long count(String table) {
        return world.database()
                .owner()
                .sql("select count(*) from " + table + " where account_id = :account")
                .param("account", account())
                .query(Long.class)
                .single();
    }
}
