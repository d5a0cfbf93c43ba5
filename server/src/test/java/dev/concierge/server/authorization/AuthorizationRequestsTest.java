package dev.concierge.server.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundRequest;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.rooms.MovableClock;
import dev.concierge.server.rooms.Rooms;
import dev.concierge.server.support.Proved;
import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.PublicUrl;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One-time authorization requests on a real database; two nodes where it matters. */
@Tag("flow")
class AuthorizationRequestsTest {
    private static final UUID ACCOUNT = new UUID(7, 1);
    private static final BrowserId BROWSER = BrowserId.ofHash(new byte[32]);
    private static final BrowserId OTHER_BROWSER = browser(9);

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T08:00:00Z"));
    private Rooms rooms;
    private AuthorizationRequests requests;
    private Provider google;

    @BeforeEach
    void open() throws SQLException {
        rooms = opening().open();
        requests = rooms.get(AuthorizationRequests.class);
        google = rooms.get(Catalog.class).require("google");
    }

    private Rooms.Opening opening() {
        return Rooms.with(
                        "database",
                        "jobs",
                        "encryption",
                        "audit",
                        "limits",
                        "outbound",
                        "catalog",
                        "oauth",
                        "authorization")
                .clock(clock)
                .bean("proved", new Proved())
                .bean("publicUrl", PublicUrl.of("https://ours.example"));
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    private static BrowserId browser(int number) {
        byte[] hash = new byte[32];
        hash[0] = (byte) number;
        return BrowserId.ofHash(hash);
    }

    private StartRequest request(AuthorizationKind kind, @Nullable UUID account, BrowserId browser) {
        Registration registration = new Registration(
                "google",
                "google",
                "client",
                Secret.of("secret"),
                URI.create("https://ours.example/api/v1/oauth/google/callback"));
        return new StartRequest(
                kind,
                account,
                account == null ? null : new UUID(7, 2),
                null,
                browser,
                google,
                registration,
                registration.redirectUri(),
                List.of("openid", "email"),
                "/integrations",
                null);
    }

    private Started start() {
        return requests.start(request(AuthorizationKind.CONNECT, ACCOUNT, BROWSER));
    }

    private static Secret state(Started started) {
        return Secret.of(parameter(started, "state"));
    }

    private static String parameter(Started started, String name) {
        for (String pair : started.authorizationUrl().getRawQuery().split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        throw new AssertionError("no " + name);
    }

    private long rows() throws SQLException {
        try (Connection owner = rooms.asOwner();
                Statement statement = owner.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from authorization_requests")) {
            count.next();
            return count.getLong(1);
        }
    }

    @Test
    void what_was_begun_comes_back_once_and_whole() throws Exception {
        Started started = start();
        AuthorizationRequest taken =
                requests.take("google", state(started), BROWSER).orElseThrow();
        assertThat(taken.kind()).isEqualTo(AuthorizationKind.CONNECT);
        assertThat(taken.accountId()).isEqualTo(ACCOUNT);
        assertThat(taken.providerId()).isEqualTo("google");
        assertThat(taken.scopes()).containsExactly("openid", "email");
        assertThat(taken.returnPath()).isEqualTo("/integrations");
        assertThat(taken.startedAt()).isEqualTo(clock.instant());
        assertThat(taken.nonce().reveal()).isEqualTo(parameter(started, "nonce"));
        String challenge = java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(taken.verifier().sha256());
        assertThat(parameter(started, "code_challenge")).isEqualTo(challenge);
        assertThat(rows()).isZero();
    }

    @Test
    void a_02_a_state_works_once() {
        Started started = start();
        assertThat(requests.take("google", state(started), BROWSER)).isPresent();
        assertThat(requests.take("google", state(started), BROWSER)).isEmpty();
        clock.advance(Duration.ofMinutes(5));
        assertThat(requests.take("google", state(started), BROWSER)).isEmpty();
    }

    @Test
    void a_02_of_two_nodes_at_once_one_gets_it() throws Exception {
        try (Rooms second = opening().beside(rooms).open();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            AuthorizationRequests there = second.get(AuthorizationRequests.class);
            for (int round = 0; round < 20; round++) {
                Secret state = state(start());
                List<Callable<Optional<AuthorizationRequest>>> takes = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    AuthorizationRequests node = i % 2 == 0 ? requests : there;
                    takes.add(() -> node.take("google", state, BROWSER));
                }
                long got = 0;
                for (Future<Optional<AuthorizationRequest>> take : callers.invokeAll(takes)) {
                    got += take.get().isPresent() ? 1 : 0;
                }
                assertThat(got).isEqualTo(1);
            }
        }
    }

    @Test
    void a_04_a_state_ends_after_ten_minutes_by_the_servers_clock() {
        Started first = start();
        Started second = start();
        assertThat(first.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(10)));
        clock.advance(Duration.ofMinutes(9).plusSeconds(59));
        assertThat(requests.take("google", state(first), BROWSER)).isPresent();
        clock.advance(Duration.ofSeconds(2));
        assertThat(requests.take("google", state(second), BROWSER)).isEmpty();
    }

    @Test
    void a_05_and_a_09_the_wrong_browser_or_provider_takes_nothing_and_burns_nothing() {
        Started started = start();
        assertThat(requests.take("google", state(started), OTHER_BROWSER)).isEmpty();
        for (String provider : List.of("other", "GOOGLE", "google ", "")) {
            assertThat(requests.take(provider, state(started), BROWSER)).isEmpty();
        }
        assertThat(requests.take("google", Secret.of("x"), BROWSER)).isEmpty();
        assertThat(requests.take("google", state(started), BROWSER)).isPresent();
    }

    @Test
    void a_sign_in_has_no_account_and_every_other_kind_has_one() {
        Started started = requests.start(request(AuthorizationKind.SIGN_IN, null, BROWSER));
        assertThat(requests.take("google", state(started), BROWSER)
                        .orElseThrow()
                        .accountId())
                .isNull();
        assertThatThrownBy(() -> request(AuthorizationKind.CONNECT, null, BROWSER))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void m_02_a_browser_has_at_most_twenty_open_and_others_go_on() throws SQLException {
        for (int i = 0; i < 20; i++) {
            start();
        }
        assertThatThrownBy(this::start)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS));
        assertThat(rows()).isEqualTo(20);
        assertThat(requests.start(request(AuthorizationKind.CONNECT, ACCOUNT, OTHER_BROWSER)))
                .isNotNull();
        clock.advance(Duration.ofMinutes(10));
        assertThat(start()).isNotNull();
    }

    @Test
    void m_02_what_nobody_can_take_any_more_is_purged_in_batches() throws SQLException {
        start();
        start();
        clock.advance(Duration.ofMinutes(11));
        start();
        assertThat(requests.purge(1)).isEqualTo(1);
        assertThat(requests.purge(100)).isEqualTo(1);
        assertThat(requests.purge(100)).isZero();
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void f_01_neither_state_nor_verifier_nor_nonce_stands_in_the_table_in_the_clear() throws SQLException {
        Started started = start();
        try (Connection owner = rooms.asOwner();
                Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery("select r::text from authorization_requests r")) {
            row.next();
            String text = row.getString(1);
            assertThat(text).doesNotContain(parameter(started, "state"), parameter(started, "nonce"));
            String hex = java.util.HexFormat.of()
                    .formatHex(parameter(started, "nonce").getBytes(StandardCharsets.UTF_8));
            assertThat(text).doesNotContain(hex);
        }
    }

    @Test
    void f_05_a_verifier_moved_to_another_row_does_not_open() throws SQLException {
        Started victim = start();
        Started attacker = requests.start(request(AuthorizationKind.CONNECT, new UUID(7, 9), OTHER_BROWSER));
        try (Connection owner = rooms.asOwner();
                Statement statement = owner.createStatement()) {
            statement.executeUpdate("""
                    update authorization_requests a set verifier = v.verifier, nonce = v.nonce
                    from authorization_requests v where a.id <> v.id and v.account_id = '%s'
                    """.formatted(ACCOUNT));
        }
        assertThat(requests.take("google", state(attacker), OTHER_BROWSER)).isEmpty();
        assertThat(requests.take("google", state(victim), BROWSER)).isPresent();
    }

    @Test
    void a_taking_inside_a_transaction_and_an_outgoing_call_inside_one_are_refused() {
        Secret state = state(start());
        AuthScope auth = rooms.get(AuthScope.class);
        assertThatThrownBy(() -> auth.run(_ -> requests.take("google", state, BROWSER)))
                .isInstanceOf(IllegalStateException.class);
        Outbound outbound = rooms.get(Outbound.class);
        OutboundRequest call = OutboundRequest.to(
                        "google",
                        "test",
                        google.allowedHosts(),
                        OutboundRequest.Method.GET,
                        URI.create("https://oauth2.googleapis.com/"))
                .build();
        assertThatThrownBy(() -> auth.run(_ -> outbound.send(call)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("inside a transaction");
    }

    @Test
    void a_15_a_return_path_is_a_path_of_ours() {
        for (String path : List.of(
                "//evil.example", "/\\evil.example", "https://evil.example", "", "/a\r\nb", "/" + "x".repeat(600))) {
            assertThatThrownBy(() -> new StartRequest(
                            AuthorizationKind.SIGN_IN,
                            null,
                            null,
                            null,
                            BROWSER,
                            google,
                            request(AuthorizationKind.SIGN_IN, null, BROWSER).registration(),
                            URI.create("https://ours.example/auth/callback/google"),
                            List.of("openid"),
                            path,
                            null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
