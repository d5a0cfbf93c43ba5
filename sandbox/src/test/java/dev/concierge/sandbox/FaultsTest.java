package dev.concierge.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.sandbox.google.GoogleWorld;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What goes wrong when a knob says so, and that it goes wrong exactly so often. */
@Tag("flow")
class FaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final GoogleWorld world = new GoogleWorld();
    private final KnobBoard knobs = world.sandbox.knobs();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void fail_next_answers_so_often_without_doing_anything() {
        var code = world.code();
        patch("{\"failNext\": {\"endpoint\": \"token\", \"status\": 429, \"retryAfterSeconds\": 7, \"count\": 2,"
                + " \"body\": {\"error\": \"slow_down\"}}}");

        for (int i = 0; i < 2; i++) {
            var refused = world.token(world.exchange(code));
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("7");
            assertThat(refused.text("error")).isEqualTo("slow_down");
        }
        assertThat(world.token(world.exchange(code)).status())
                .as("the code was not touched")
                .isEqualTo(200);
        assertThat(world.count("token", "fault_429")).isEqualTo(2);
    }

    @Test
    void fail_next_can_answer_text_and_nothing_at_all() {
        patch("{\"failNext\": [{\"endpoint\": \"jwks\", \"status\": 502, \"body\": \"<h1>Bad gateway</h1>\"},"
                + " {\"endpoint\": \"discovery\", \"status\": 500}]}");

        assertThat(Http.get(world.google + "/oauth2/v3/certs").body()).isEqualTo("<h1>Bad gateway</h1>");
        assertThat(Http.get(world.google + "/.well-known/openid-configuration").body())
                .isEmpty();
    }

    @Test
    void each_fault_hits_one_request_however_many_come_at_once() {
        patch("{\"failNext\": {\"endpoint\": \"jwks\", \"status\": 503, \"count\": 20}}");
        var request = Http.request(world.google + "/oauth2/v3/certs").GET().build();

        var replies = IntStream.range(0, 60).mapToObj(_ -> Http.later(request)).toList();

        assertThat(replies.stream().filter(reply -> reply.join().status() == 503))
                .hasSize(20);
        assertThat(knobs.get(Knobs.FAIL_NEXT)).isEmpty();
    }

    @Test
    void a_dropped_answer_took_effect() {
        var code = world.code();
        knobs.set(Knobs.DROP_ANSWER, List.of(new Fault.DropAnswer("token", 1)));

        assertThatThrownBy(() -> world.token(world.exchange(code))).isInstanceOf(UncheckedIOException.class);

        var entry = world.sandbox.ledger().entries("google", "token").getFirst();
        assertThat(entry.outcome()).isEqualTo("issued");
        assertThat(entry.answer()).isEqualTo(LedgerEntry.Delivery.DROPPED);
        assertThat(world.token(world.exchange(code)).text("error")).isEqualTo("invalid_grant");
    }

    @Test
    void a_lost_refresh_under_strict_rotation_loses_the_grant_and_the_ledger_says_why() {
        var token = world.tokens().text("refresh_token");
        knobs.set(Knobs.ROTATE_REFRESH_TOKEN, true);
        knobs.set(Knobs.OLD_REFRESH_TOKEN, OldRefreshToken.DIES);
        knobs.set(Knobs.DROP_ANSWER, List.of(new Fault.DropAnswer("token", 1)));

        assertThatThrownBy(() -> world.refresh(token)).isInstanceOf(UncheckedIOException.class);

        assertThat(world.refresh(token).text("error")).isEqualTo("invalid_grant");
        assertThat(world.sandbox.ledger().entries("google", "token").getLast().reason())
                .isEqualTo("replaced");
    }

    @Test
    void requests_hang_until_released_and_others_go_on() throws Exception {
        knobs.set(Knobs.HANG, List.of(Hang.untilReleased("jwks")));
        var request = Http.request(world.google + "/oauth2/v3/certs").GET().build();
        var hanging = IntStream.range(0, 40).mapToObj(_ -> Http.later(request)).toList();
        assertThat(world.sandbox.ledger().awaitArrivals("google", "jwks", 40, PATIENCE))
                .isTrue();

        assertThat(world.tokens().status()).isEqualTo(200);
        assertThat(hanging).noneMatch(reply -> reply.isDone());
        assertThat(world.sandbox.ledger().entries("google", "jwks"))
                .allMatch(each -> each.answer() == LedgerEntry.Delivery.PENDING && each.outcome() == null);

        knobs.reset(Knobs.HANG);
        assertThat(hanging)
                .allMatch(reply -> reply.orTimeout(20, SECONDS).join().status() == 200);
        assertThat(world.count("jwks", "ok")).isEqualTo(40);
    }

    @Test
    void a_hang_may_end_by_itself() {
        knobs.set(Knobs.HANG, List.of(new Hang("jwks", 150L)));

        long begin = System.nanoTime();
        assertThat(Http.get(world.google + "/oauth2/v3/certs").status()).isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void closing_lets_go_of_who_hangs() {
        knobs.set(Knobs.HANG, List.of(Hang.untilReleased("*")));
        var hanging =
                Http.later(Http.request(world.google + "/oauth2/v3/certs").GET().build());
        assertThat(world.sandbox.ledger().awaitArrivals("google", "jwks", 1, PATIENCE))
                .isTrue();

        world.close();

        assertThatThrownBy(() -> hanging.orTimeout(20, SECONDS).join()).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void latency_comes_before_every_answer() {
        knobs.set(Knobs.LATENCY_MILLIS, 120L);

        long begin = System.nanoTime();
        Http.get(world.google + "/oauth2/v3/certs");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
    }

    @Test
    void a_page_with_200_may_come_instead_of_tokens() {
        malformed(Fault.Malformed.Kind.HTML_200);

        var reply = world.tokens();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith("text/html");
        assertThatThrownBy(reply::json).isInstanceOf(JacksonException.class);
    }

    @Test
    void json_may_be_cut() {
        malformed(Fault.Malformed.Kind.CUT_JSON);

        var reply = world.tokens();

        assertThat(reply.body()).startsWith("{\"access_token\"");
        assertThatThrownBy(reply::json).isInstanceOf(JacksonException.class);
        assertThat(world.sandbox.secrets().all())
                .extracting(each -> each.kind())
                .contains(Secrets.Kind.REFRESH_TOKEN);
    }

    @Test
    void the_type_may_be_wrong() {
        malformed(Fault.Malformed.Kind.WRONG_TYPE);

        var reply = world.tokens();

        assertThat(reply.header("Content-Type")).startsWith("text/plain");
        assertThat(reply.text("token_type")).isEqualTo("Bearer");
    }

    @Test
    void an_answer_may_be_huge() throws Exception {
        malformed(Fault.Malformed.Kind.HUGE);
        var request = Http.formRequest(world.google + "/token", world.exchange(world.code()));
        try (var client = HttpClient.newHttpClient()) {
            var reply = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = reply.body()) {
                assertThat(body.skip(64L << 20)).isEqualTo(64L << 20);
                var rest = new String(body.readAllBytes(), UTF_8);
                assertThat(rest).endsWith("}").contains("\"token_type\":\"Bearer\"");
            }
        }
    }

    @Test
    void a_small_answer_may_unpack_to_a_huge_one() throws Exception {
        malformed(Fault.Malformed.Kind.GZIP_BOMB);
        var request = Http.formRequest(world.google + "/token", world.exchange(world.code()));
        try (var client = HttpClient.newHttpClient()) {
            var reply = client.send(request, BodyHandlers.ofByteArray());
            assertThat(reply.headers().firstValue("Content-Encoding")).hasValue("gzip");
            assertThat(reply.body()).hasSizeLessThan(1 << 20);
            try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(reply.body()))) {
                assertThat(unpacked.skip(64L << 20)).isEqualTo(64L << 20);
            }
        }
    }

    @Test
    void the_connection_may_end_in_the_middle_of_a_body() {
        malformed(Fault.Malformed.Kind.CUT_BODY);
        var code = world.code();

        assertThatThrownBy(() -> world.token(world.exchange(code))).isInstanceOf(UncheckedIOException.class);
        assertThat(world.count("token", "issued")).isEqualTo(1);
    }

    @Test
    void a_redirect_may_come_from_where_none_is_expected() {
        patch("{\"failNext\": {\"endpoint\": \"token\", \"status\": 307, \"location\": \"http://evil.example/\"}}");

        var reply = world.token(world.exchange("x"));

        assertThat(reply.status()).isEqualTo(307);
        assertThat(reply.header("Location")).isEqualTo("http://evil.example/");
    }

    @Test
    void any_member_of_an_answer_can_be_a_lie() {
        patch("{\"lie\": {\"endpoint\": \"token\", \"count\": 1, \"merge\": {\"expires_in\": \"3600\","
                + " \"token_type\": \"mac\", \"refresh_token\": null}}}");

        var lied = world.tokens();

        assertThat(lied.json().path("expires_in").isString()).isTrue();
        assertThat(lied.text("token_type")).isEqualTo("mac");
        assertThat(lied.json().has("refresh_token")).isFalse();
        assertThat(world.tokens("prompt", "consent").text("token_type")).isEqualTo("Bearer");
    }

    @Test
    void a_star_means_every_endpoint() {
        patch("{\"failNext\": {\"endpoint\": \"*\", \"status\": 500, \"count\": 2}}");

        assertThat(Http.get(world.google + "/oauth2/v3/certs").status()).isEqualTo(500);
        assertThat(Http.form(world.google + "/revoke", Map.of("token", "x")).status())
                .isEqualTo(500);
        assertThat(Http.get(world.google + "/oauth2/v3/certs").status()).isEqualTo(200);
    }

    private void malformed(Fault.Malformed.Kind kind) {
        knobs.set(Knobs.MALFORMED, List.of(new Fault.Malformed("token", 1, kind)));
    }

    private void patch(String values) {
        knobs.patch(JsonMapper.shared().readTree(values));
    }
}
