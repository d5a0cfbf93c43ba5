package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state works once, for ten minutes, in the browser, the session and at the provider it was made for. */
@Tag("flow")
class StolenCallbackTest extends FlowCase {
    private static final String BROWSER = "__Host-browser";
    private static final String SESSION = "__Host-session";

    private @Nullable Visitor shared;

    @Test
    @DisplayName("A-01 a callback comes without state, with an empty one, with a guessed one, and with two")
    void a_callback_comes_without_state_with_an_empty_one_with_a_guessed_one_and_with_two() {
        Visitor alice = person();
        URI callback = caught(alice);
        String state = parameter(callback, "state");

        refused(alice.browser(), with(callback, "state"), "state");
        refused(alice.browser(), with(callback, "state", ""), "state");
        refused(alice.browser(), with(callback, "state", "A".repeat(43)), "state");
        refused(alice.browser(), with(callback, "state", state + "A"), "state");
        refused(alice.browser(), with(callback, "state", state, "A".repeat(43)), "duplicate");
        refused(alice.browser(), with(callback, "state", "A".repeat(43), state), "duplicate");
        refused(alice.browser(), with(callback, "code", parameter(callback, "code"), "other"), "duplicate");

        connects(alice, callback);
    }

    @Test
    @DisplayName("A-02 a callback is loaded again at once and after five minutes")
    void a_callback_is_loaded_again_at_once_and_after_five_minutes() {
        Visitor alice = person();
        URI callback = caught(alice);
        Page connected = connects(alice, callback);

        refused(alice.browser(), callback, "state");
        world().advance(Duration.ofMinutes(5));
        refused(alice.browser(), callback, "state");

        assertThat(alice.open(connected.path()).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A-02 a callback is loaded fifty times at once")
    void a_callback_loaded_fifty_times_at_once_is_exchanged_once() throws Exception {
        Visitor alice = person();
        URI callback = caught(alice);
        int exchanges = exchanges();
        long integrations = rows("integrations");

        List<Integer> answers =
                atOnce(50, () -> land(alice.browser(), callback, Map.of()).status());

        assertThat(answers).filteredOn(status -> status == 303).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 400).hasSize(49);
        assertThat(exchanges()).as("token requests by the provider's ledger").isEqualTo(exchanges + 1);
        assertThat(rows("integrations")).isEqualTo(integrations + 1);
    }

    @Test
    @DisplayName("A-04 a state is used after 9:59 and after 10:01")
    void a_state_is_used_after_nine_minutes_fifty_nine_and_after_ten_minutes_one() {
        Visitor alice = person();
        world().clock().hold();
        try {
            URI authorization = alice.beginConnect();
            world().advance(Duration.ofMinutes(9).plusSeconds(59));
            connects(alice, alice.consent(authorization, Visitor.LINH_WORK, Set.of()));

            URI late = caught(alice);
            world().advance(Duration.ofMinutes(10).plusSeconds(1));
            refused(alice.browser(), late, "state");
        } finally {
            world().clock().release();
        }
        connects(alice, caught(alice));
    }

    @Test
    @DisplayName("A-04 a state ends to the microsecond, by the server's time")
    void a_state_ends_after_ten_minutes_to_the_microsecond() throws Exception {
        Visitor alice = person();
        String state = parameter(alice.beginConnect(), "state");
        byte[] hash = sha256(state);
        byte[] browser = sha256(cookie(alice, BROWSER));
        Instant made = world().database()
                .owner()
                .sql("select created_at from authorization_requests where state_hash = :hash")
                .param("hash", hash)
                .query(Timestamp.class)
                .single()
                .toInstant();

        assertThat(taken(hash, browser, "google", made.plus(Duration.ofMinutes(10))))
                .as("10:00")
                .isFalse();
        assertThat(taken(
                        hash,
                        browser,
                        "google",
                        made.plus(Duration.ofMinutes(10).plusSeconds(1))))
                .as("10:01")
                .isFalse();
        assertThat(taken(
                        hash,
                        browser,
                        "google",
                        made.plus(Duration.ofMinutes(10)).minusNanos(1000)))
                .as("a microsecond before")
                .isTrue();
    }

    @Test
    @DisplayName("A-05, A-07 Eve gets Bob's browser to load the callback of her own account")
    void eve_gets_bobs_browser_to_load_the_callback_of_her_own_account() {
        Visitor eve = person();
        Visitor bob = person();
        Browser nobody = world().visitor().browser();
        URI callback = caught(eve);
        String bobsSession = cookie(bob, SESSION);

        refused(bob.browser(), callback, "state");
        refused(nobody, callback, "state");

        assertThat(cookie(bob, SESSION)).isEqualTo(bobsSession);
        assertThat(bob.open("/integrations").text()).doesNotContain(Visitor.LINH_WORK);
        assertThat(bob.open("/security").text()).contains(bob.email());
        connects(eve, callback);
    }

    @Test
    @DisplayName("A-05 Eve plants her browser cookie beside Bob's")
    void eve_plants_her_browser_cookie_beside_bobs() {
        Visitor eve = person();
        Visitor bob = person();
        URI callback = caught(eve);
        String both = "__Host-browser=" + cookie(bob, BROWSER) + "; __Host-browser=" + cookie(eve, BROWSER)
                + "; __Host-session=" + cookie(bob, SESSION);

        Traces before = traces();
        Page answer = land(bob.browser(), callback, Map.of("Cookie", both));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(traces()).isEqualTo(before);
    }

    @Test
    @DisplayName("A-07 Eve plants her browser cookie in Bob's browser in place of his")
    void eve_plants_her_browser_cookie_in_bobs_browser_in_place_of_his() {
        Visitor eve = person();
        Visitor bob = person();
        URI callback = caught(eve);
        bob.browser().jar(world().url("/")).put(BROWSER, cookie(eve, BROWSER));

        Page answer = land(bob.browser(), callback, Map.of());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(bob.open("/integrations").text())
                .as("nothing of Eve's hangs on Bob")
                .doesNotContain(Visitor.LINH_WORK);
    }

    @Test
    @DisplayName("A-09 the answer to a trip to one provider comes back at another's callback")
    void the_answer_to_a_trip_to_one_provider_comes_back_at_anothers_callback() {
        Visitor alice = person();
        URI callback = caught(alice);
        byte[] hash = sha256(parameter(callback, "state"));

        provider(hash, "otherhouse");
        refused(alice.browser(), callback, "state");
        provider(hash, "google");

        connects(alice, callback);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GOOGLE", "Google", "otherhouse", "google;x=y", "google%2f", "google%00", "%2e%2e"})
    @DisplayName("A-09 the provider's name in the callback's path is written otherwise")
    void the_providers_name_in_the_callbacks_path_is_written_otherwise(String name) {
        Visitor alice = alice();
        URI callback = caught(alice);
        Traces before = traces();

        URI other = URI.create(callback.toString().replace("/google/", "/" + name + "/"));
        Page answer = land(alice.browser(), other, Map.of());

        assertThat(answer.status()).isBetween(400, 404);
        assertThat(traces()).isEqualTo(before);
        connects(alice, callback);
    }

    @Test
    @DisplayName("A-22 Bob signs in where Alice's trip to the provider is under way")
    void bob_signs_in_where_alices_trip_is_under_way() {
        Visitor alice = person();
        Visitor bob = person();
        URI callback = caught(alice);
        String hers = cookie(alice, SESSION);
        alice.browser().jar(world().url("/")).put(SESSION, cookie(bob, SESSION));
        long integrations = rows("integrations");

        Page answer = land(alice.browser(), callback, Map.of("Accept", "text/html"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(refusals("session")).isPositive();
        assertThat(rows("integrations")).isEqualTo(integrations);
        alice.browser().jar(world().url("/")).put(SESSION, hers);
        refused(alice.browser(), callback, "state");
        connects(alice, caught(alice));
    }

    @Test
    @DisplayName("A-22 a trip outlives the session it was begun in")
    void a_trip_dies_with_the_session_it_was_begun_in() {
        Visitor alice = person();
        URI callback = caught(alice);
        Page home = alice.open("/");
        alice.browser().submit(home, "form[action='/logout']", Map.of());
        alice.signIn();
        int exchanges = exchanges();

        Page answer = land(alice.browser(), callback, Map.of("Accept", "text/html"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(exchanges()).isEqualTo(exchanges);
        connects(alice, caught(alice));
    }

    @Test
    @DisplayName("C-15 Root disables Alice while she is at the provider")
    void a_disabled_account_is_out_of_its_session_and_its_trip_connects_nothing() {
        Visitor alice = person();
        URI callback = caught(alice);
        Traces before = traces();
        status(alice, "disabled");
        Instant patience = Instant.now().plusSeconds(5);
        while (!alice.open("/integrations").path().equals("/login")
                && Instant.now().isBefore(patience)) {
            Thread.onSpinWait();
        }

        Page answer = land(alice.browser(), callback, Map.of("Accept", "text/html"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(exchanges()).isEqualTo(before.exchanges());
        assertThat(rows("integrations")).isEqualTo(before.integrations());
        assertThat(rows("pending_grants")).isEqualTo(before.pending());

        status(alice, "active");
        alice.signIn();
        connects(alice, caught(alice));
    }

    private void status(Visitor visitor, String status) {
        world().database()
                .owner()
                .sql("with changed as (update accounts set status = :status where email = :email returning account_id)"
                        + " select pg_notify('concierge', account_id::text) from changed")
                .param("status", status)
                .param("email", visitor.email())
                .query((_, _) -> 0)
                .single();
    }

    /** One person for the attacks that need no other. */
    private Visitor alice() {
        if (shared == null) {
            shared = person();
        }
        return shared;
    }

    private void provider(byte[] state, String name) {
        int changed = world().database()
                .owner()
                .sql("update authorization_requests set provider = :name where state_hash = :state")
                .param("name", name)
                .param("state", state)
                .update();
        assertThat(changed).isEqualTo(1);
    }

    private String cookie(Visitor visitor, String name) {
        return Objects.requireNonNull(visitor.browser().jar(world().url("/")).get(name));
    }

    private boolean taken(byte[] state, byte[] browser, String provider, Instant at) throws SQLException {
        try (Connection connection = world().database().connect("concierge_auth");
                PreparedStatement take =
                        connection.prepareStatement("select id from authorization_request_take(?, ?, ?, ?)")) {
            take.setBytes(1, state);
            take.setBytes(2, browser);
            take.setString(3, provider);
            take.setTimestamp(4, Timestamp.from(at));
            return take.executeQuery().next();
        }
    }

    private static List<Integer> atOnce(int times, Callable<Integer> act) throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = IntStream.range(0, times)
                    .mapToObj(_ -> threads.submit(() -> {
                        gate.await();
                        return act.call();
                    }))
                    .toList();
            gate.countDown();
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> one : all) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
