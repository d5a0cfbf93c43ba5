package dev.concierge.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Reason;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import dev.concierge.server.outbound.OutboundRequest.Method;
import dev.concierge.server.support.FakeProvider;
import dev.concierge.server.support.SettableClock;
import dev.concierge.server.support.TestServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("security")
class OutboundTest {
    private final SettableClock clock = new SettableClock();
    private final FakeProvider provider = FakeProvider.start(FakeProvider.json(200, "{}"));
    private final TestOutbound outbound = TestOutbound.allowing(clock, provider);

    @AfterEach
    void close() {
        outbound.close();
        provider.close();
    }

    private OutboundRequest.Builder get(String path) {
        return OutboundRequest.to("acme", "test", hosts(provider), Method.GET, provider.url(path));
    }

    static Set<HostPort> hosts(FakeProvider provider) {
        return Set.of(HostPort.of(provider.url("/")));
    }

    static Unreachable unreachable(OutboundOutcome outcome) {
        assertThat(outcome).isInstanceOf(Unreachable.class);
        return (Unreachable) outcome;
    }

    private static Answered answered(OutboundOutcome outcome) {
        assertThat(outcome).isInstanceOf(Answered.class);
        return (Answered) outcome;
    }

    @Test
    void an_answer_is_handed_on_as_it_is_whatever_its_status() {
        provider.script(FakeProvider.answer(403, "Text/Plain; charset=utf-8", "no", "X-One: 1", "x-one: 2"));
        Answered answer = answered(outbound.send(get("/a?b=c")));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.content().text()).isEqualTo("no");
        assertThat(answer.headers().mediaType()).isEqualTo("text/plain");
        assertThat(answer.headers().all("X-ONE")).containsExactly("1", "2");
        assertThat(provider.requests().getFirst().target()).isEqualTo("/a?b=c");
    }

    @Test
    void a_body_and_headers_arrive_as_they_were_given() {
        OutboundRequest.Builder post = OutboundRequest.to(
                        "acme", "test", hosts(provider), Method.POST, provider.url("/token"))
                .header("Authorization", "Bearer abc")
                .form("grant_type=refresh_token&x=%26");
        outbound.send(post);
        FakeProvider.Request got = provider.requests().getFirst();
        assertThat(got.method()).isEqualTo("POST");
        assertThat(got.header("authorization")).isEqualTo("Bearer abc");
        assertThat(got.header("content-type")).startsWith("application/x-www-form-urlencoded");
        assertThat(got.body()).isEqualTo("grant_type=refresh_token&x=%26");
        assertThat(got.header("host")).isEqualTo(provider.authority());
        assertThat(got.header("user-agent")).isEqualTo("Concierge");
    }

    @Test
    void retry_after_is_read_as_seconds_and_as_a_date() {
        provider.script(FakeProvider.answer(429, "text/plain", "", "Retry-After: 120"));
        assertThat(answered(outbound.send(get("/"))).retryAfter()).isEqualTo(Duration.ofMinutes(2));
        Instant now = Instant.parse("2026-11-21T08:00:00Z");
        assertThat(RetryAfter.parse("Sat, 21 Nov 2026 08:01:30 GMT", now)).isEqualTo(Duration.ofSeconds(90));
        assertThat(RetryAfter.parse("Sat, 21 Nov 2026 07:00:00 GMT", now)).isEqualTo(Duration.ZERO);
        assertThat(RetryAfter.parse("999999999999999999999", now)).isEqualTo(Duration.ofDays(1));
        assertThat(RetryAfter.parse("-5", now)).isNull();
        assertThat(RetryAfter.parse("soon", now)).isNull();
    }

    @Test
    void a_host_that_is_not_on_the_requests_list_is_not_called() {
        OutboundRequest.Builder elsewhere = OutboundRequest.to(
                "acme", "test", Set.of(new HostPort("api.example", 443)), Method.GET, provider.url("/"));
        assertThat(outbound.send(elsewhere)).isEqualTo(new Unreachable(Reason.REFUSED_ADDRESS, false, null));
        assertThat(provider.connections()).isZero();
    }

    @Test
    void plain_http_goes_only_to_what_the_operator_named() {
        try (FakeProvider other = FakeProvider.start(FakeProvider.json(200, "{}"))) {
            OutboundRequest.Builder request =
                    OutboundRequest.to("acme", "test", hosts(other), Method.GET, other.url("/"));
            assertThat(outbound.send(request)).isEqualTo(new Unreachable(Reason.REFUSED_ADDRESS, false, null));
            assertThat(other.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"user@%s/", "%s/#@evil.example"})
    void a_url_with_a_user_or_a_fragment_is_not_called(String form) {
        URI url = URI.create("http://" + form.formatted(provider.authority()));
        assertThat(unreachable(outbound.send(OutboundRequest.to("acme", "test", hosts(provider), Method.GET, url)))
                        .reason())
                .isEqualTo(Reason.REFUSED_ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void h_03_and_a_20_a_redirect_is_handed_on_and_never_followed(int status) {
        try (FakeProvider trap = FakeProvider.start(FakeProvider.json(200, "{}"))) {
            provider.script(FakeProvider.answer(status, "text/plain", "", "Location: " + trap.url("/stolen")));
            OutboundRequest.Builder post = OutboundRequest.to(
                            "acme", "test", hosts(provider), Method.POST, provider.url("/token"))
                    .form("client_secret=s");
            assertThat(answered(outbound.send(post)).status()).isEqualTo(status);
            assertThat(trap.connections()).isZero();
            assertThat(provider.requests()).hasSize(1);
        }
    }

    @Test
    void h_13_no_proxy_of_the_surroundings_is_used() {
        try (FakeProvider proxy = FakeProvider.start(FakeProvider.json(200, "{\"stolen\":true}"))) {
            Map<String, String> surroundings = Map.of(
                    "http.proxyHost", "127.0.0.1",
                    "http.proxyPort", Integer.toString(proxy.port()),
                    "http.nonProxyHosts", "",
                    "java.net.useSystemProxies", "true");
            surroundings.forEach(System::setProperty);
            try (TestOutbound fresh = TestOutbound.allowing(clock, provider)) {
                assertThat(answered(fresh.send(get("/"))).content().text()).isEqualTo("{}");
            } finally {
                surroundings.keySet().forEach(System::clearProperty);
            }
            assertThat(proxy.connections()).isZero();
        }
    }

    /** A SOCKS proxy of the JVM took the calls once: the JDK's plain sockets ask for it, below the HTTP client. */
    @Test
    void h_13_no_socks_proxy_of_the_surroundings_is_used() {
        try (FakeProvider proxy = FakeProvider.start(FakeProvider.json(200, "{\"stolen\":true}"))) {
            Map<String, String> surroundings = Map.of(
                    "socksProxyHost", "127.0.0.1",
                    "socksProxyPort", Integer.toString(proxy.port()),
                    "socksNonProxyHosts", "");
            surroundings.forEach(System::setProperty);
            try (TestOutbound fresh = TestOutbound.allowing(clock, provider)) {
                assertThat(answered(fresh.send(get("/"))).content().text()).isEqualTo("{}");
            } finally {
                surroundings.keySet().forEach(System::clearProperty);
            }
            assertThat(proxy.connections()).isZero();
        }
    }

    @Test
    void h_13_a_proxy_that_the_program_was_given_for_all_its_connections_is_not_asked() {
        ProxySelector before = ProxySelector.getDefault();
        try (FakeProvider proxy = FakeProvider.start(FakeProvider.json(200, "{\"stolen\":true}"))) {
            ProxySelector.setDefault(
                    ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())));
            try (TestOutbound fresh = TestOutbound.allowing(clock, provider)) {
                assertThat(answered(fresh.send(get("/"))).content().text()).isEqualTo("{}");
            } finally {
                ProxySelector.setDefault(before);
            }
            assertThat(proxy.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NTLM", "Negotiate", "Basic realm=\"x\"", "Digest realm=\"x\", nonce=\"y\""})
    void h_13_a_challenge_is_answered_with_no_credential(String challenge) {
        provider.script(FakeProvider.answer(401, "text/plain", "", "WWW-Authenticate: " + challenge));
        assertThat(answered(outbound.send(get("/"))).status()).isEqualTo(401);
        assertThat(provider.requests()).hasSize(1);
        assertThat(provider.requests().getFirst().headers()).doesNotContainKey("authorization");
    }

    @Test
    void cookies_are_not_kept() {
        provider.script(FakeProvider.answer(200, "text/plain", "", "Set-Cookie: a=b; Path=/"));
        outbound.send(get("/"));
        outbound.send(get("/"));
        assertThat(provider.requests().getLast().headers()).doesNotContainKey("cookie");
    }

    @Test
    void headers_that_belong_to_the_connection_or_smuggle_another_are_refused() {
        for (String name : List.of("Host", "content-length", "Transfer-Encoding", "Cookie", "a b", "x\r\ny")) {
            assertThatThrownBy(() -> get("/").header(name, "v")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> get("/").header("X-A", "v\r\nX-B: w")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_was_never_sent_says_so_and_what_was_cut_does_not() {
        provider.script((_, _) -> {});
        assertThat(outbound.send(get("/"))).isEqualTo(new Unreachable(Reason.CUT, true, null));
        HostPort nobody = new HostPort("127.0.0.1", TestServer.freePort());
        try (TestOutbound way = TestOutbound.with().allow(nobody.toString()).open()) {
            OutboundRequest.Builder request = OutboundRequest.to(
                    "acme", "test", Set.of(nobody), Method.GET, URI.create("http://" + nobody + "/"));
            assertThat(way.send(request)).isEqualTo(new Unreachable(Reason.CONNECT, false, null));
        }
    }

    @Test
    void a_request_whose_last_moment_has_passed_is_not_sent_although_the_connection_stands() {
        OutboundRequest.Builder late = get("/").sendBy(clock.instant().minusMillis(1));
        assertThat(outbound.send(late)).isEqualTo(new Unreachable(Reason.TIMEOUT, false, null));
        assertThat(provider.requests()).isEmpty();
        assertThat(answered(outbound.send(get("/").sendBy(clock.instant().plusSeconds(60))))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_provider_that_keeps_failing_is_left_alone_and_others_are_not() {
        provider.script(FakeProvider.answer(500, "text/plain", "broken"));
        for (int i = 0; i < 10; i++) {
            assertThat(answered(outbound.send(get("/"))).status()).isEqualTo(500);
        }
        Unreachable open = unreachable(outbound.send(get("/")));
        assertThat(open.reason()).isEqualTo(Reason.BREAKER_OPEN);
        assertThat(open.sent()).isFalse();
        assertThat(open.retryAfter()).isPositive();
        assertThat(provider.requests()).hasSize(10);
        OutboundRequest.Builder other =
                OutboundRequest.to("other", "test", hosts(provider), Method.GET, provider.url("/"));
        assertThat(answered(outbound.send(other)).status()).isEqualTo(500);
    }

    @Test
    void refusals_of_a_working_provider_do_not_open_the_breaker() {
        provider.script(FakeProvider.answer(400, "text/plain", "no"));
        for (int i = 0; i < 30; i++) {
            assertThat(answered(outbound.send(get("/"))).status()).isEqualTo(400);
        }
    }

    @Test
    void metrics_and_texts_carry_provider_step_and_template_and_never_the_url() {
        OutboundRequest.Builder request =
                get("/calendars/secret-id?code=secret").template("/calendars/{id}");
        assertThat(request.build()).hasToString("acme test GET /calendars/{id}");
        outbound.send(request);
        assertThat(outbound.meters()
                        .get("concierge.outbound")
                        .tags("provider", "acme", "step", "test", "outcome", "2xx")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(Content.of("secret".getBytes(StandardCharsets.UTF_8))).hasToString("[6 bytes]");
    }
}
