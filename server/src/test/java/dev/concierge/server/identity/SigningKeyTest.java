package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.concierge.server.support.TestServer;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How the keys of access tokens come and go, as everybody else sees them. */
@Tag("security")
class SigningKeyTest {
    private final People people = People.start(Map.of("LANES", "none", "concierge.identity.sign-in-burst", "1000"));
    private final TokenClient client = TokenClient.at(people);
    private final SigningKeyTurns turns = people.server().bean(SigningKeyTurns.class);

    @AfterEach
    void stop() {
        people.close();
    }

    private JWKSet published(TokenClient node) {
        try {
            return JWKSet.parse(node.send("GET", "/.well-known/jwks.json", "").body());
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private Set<String> ids(TokenClient node) {
        return published(node).getKeys().stream().map(JWK::getKeyID).collect(Collectors.toSet());
    }

    private static String kid(TokenClient.Answer login) {
        try {
            return JWSObject.parse(login.accessToken()).getHeader().getKeyID();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private String state(String kid) {
        return people.database()
                .owner()
                .sql(
                        "select state || case when private_key is null then ' bare' else '' end from signing_keys where id = :id")
                .param("id", UUID.fromString(kid))
                .query(String.class)
                .optional()
                .orElse("gone");
    }

    @Test
    @DisplayName(
            "the key set is public, may be kept for an hour, and holds no private key; with it anybody checks a token")
    void the_key_set() throws Exception {
        TokenClient.Answer answer = client.send("GET", "/.well-known/jwks.json", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.raw().headers().firstValue("Cache-Control").orElse(""))
                .contains("max-age=3600")
                .contains("public");
        assertThat(answer.raw().headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(answer.json().path("keys").size()).isEqualTo(2);
        answer.json().path("keys").forEach(key -> {
            assertThat(key.propertyNames()).containsExactlyInAnyOrder("kty", "crv", "x", "y", "use", "alg", "kid");
            assertThat(key.path("alg").asString("")).isEqualTo("ES256");
        });

        TokenClient.Answer login = client.login(people.person());
        JWSObject token = JWSObject.parse(login.accessToken());
        ECKey key = (ECKey) published(client).getKeyByKeyId(kid(login));
        assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
    }

    @Test
    @DisplayName("two nodes that sign first at the same moment make one current key")
    void two_nodes_begin_at_once() throws Exception {
        try (TestServer second = people.secondNode();
                var threads = Executors.newFixedThreadPool(8)) {
            TokenClient there = new TokenClient(second, people.server().url());
            List<Callable<Set<String>>> asked = IntStream.range(0, 8)
                    .<Callable<Set<String>>>mapToObj(number -> () -> ids(number % 2 == 0 ? client : there))
                    .toList();
            for (Future<Set<String>> answer : threads.invokeAll(asked)) {
                assertThat(answer.get()).hasSize(2);
            }
            assertThat(people.count("select count(*) from signing_keys")).isEqualTo(2);
            TokenClient.Answer login = there.login(people.person());
            assertThat(client.me(login.accessToken()).status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("after thirty days the next key signs, which everybody knew all the while; tokens of before stay good")
    void keys_turn_by_themselves() {
        String email = people.person();
        TokenClient.Answer login = client.login(email);
        String first = kid(login);
        String next =
                ids(client).stream().filter(id -> !id.equals(first)).findFirst().orElseThrow();
        people.clock().advance(Duration.ofDays(30).minusMinutes(10));
        assertThat(turns.tend()).isInstanceOf(SigningKeyTurns.Outcome.Kept.class);
        TokenClient.Answer late = client.login(email);
        assertThat(kid(late)).isEqualTo(first);
        people.clock().advance(Duration.ofMinutes(11));

        assertThat(turns.tend()).isInstanceOf(SigningKeyTurns.Outcome.Turned.class);

        assertThat(state(first)).isEqualTo("retired bare");
        assertThat(state(next)).isEqualTo("current");
        assertThat(ids(client)).hasSize(3).contains(first, next);
        assertThat(kid(client.login(email))).isEqualTo(next);
        assertThat(client.me(late.accessToken()).status())
                .as("signed by the key before")
                .isEqualTo(200);
        assertThat(turns.tend()).as("once").isInstanceOf(SigningKeyTurns.Outcome.Kept.class);
        people.clock().advance(Duration.ofMinutes(19));
        turns.tend();
        assertThat(ids(client)).as("as long as a token under it may live").contains(first);
        people.clock().advance(Duration.ofMinutes(2));
        turns.tend();
        assertThat(state(first)).isEqualTo("gone");
        assertThat(ids(client)).hasSize(2).doesNotContain(first);
    }

    @Test
    @DisplayName("an operator turns the keys at once, but not to a key that others may not have yet")
    void keys_turn_when_told() {
        TokenClient.Answer login = client.login(people.person());
        assertThat(turns.turn("operator")).isInstanceOf(SigningKeyTurns.Outcome.TooYoung.class);
        assertThat(turns.wouldRefuse()).isPresent();
        assertThat(kid(client.login(people.person()))).isEqualTo(kid(login));
        people.clock().advance(Duration.ofMinutes(61));
        assertThat(turns.wouldRefuse()).isEmpty();
        TokenClient.Answer last = client.login(people.person());
        assertThat(turns.turn("operator")).isInstanceOf(SigningKeyTurns.Outcome.Turned.class);
        assertThat(kid(client.login(people.person()))).isNotEqualTo(kid(login));
        assertThat(client.me(last.accessToken()).status()).isEqualTo(200);
        assertThat(people.count(
                        "select count(*) from audit_events where action = 'signing_key.retire' and actor = 'operator'"))
                .isOne();
    }

    @Test
    @DisplayName(
            "a key that others may have is revoked: its tokens end on the other node within a second, refresh tokens do not")
    void a_key_is_revoked() {
        try (TestServer second = people.secondNode()) {
            TokenClient there = new TokenClient(second, people.server().url());
            TokenClient.Answer login = client.login(people.person());
            assertThat(there.me(login.accessToken()).status()).isEqualTo(200);

            turns.revoke("operator");

            Within.aSecond(() -> there.me(login.accessToken()).status() == 401);
            assertThat(client.me(login.accessToken()).status()).isEqualTo(401);
            assertThat(state(kid(login))).isEqualTo("gone");
            TokenClient.Answer next = there.refresh(login.refreshToken());
            assertThat(next.status()).isEqualTo(200);
            assertThat(client.me(next.accessToken()).status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("tokens outlive a restart of every node")
    void tokens_outlive_a_restart() {
        TokenClient.Answer login = client.login(people.person());
        try (TestServer second = people.secondNode()) {
            TokenClient there = new TokenClient(second, people.server().url());
            assertThat(there.me(login.accessToken()).status()).isEqualTo(200);
            TokenClient.Answer next = there.refresh(login.refreshToken());
            assertThat(next.status()).isEqualTo(200);
            assertThat(kid(next)).isEqualTo(kid(login));
        }
    }

    @Test
    @DisplayName(
            "F-01 F-07 a private key is sealed to its row: another row's opens nothing, and the database alone signs nothing")
    void a_private_key_is_sealed_to_its_row() {
        client.login(people.person());
        assertThat(people.count("select count(*) from signing_keys k where k::text like '%\"d\"%'"
                        + " or encode(coalesce(private_key, ''), 'escape') like '%\"d\"%'"))
                .isZero();
        people.database()
                .owner()
                .sql("update signing_keys k set private_key = o.private_key from signing_keys o where o.id <> k.id")
                .update();
        people.database()
                .owner()
                .sql("select pg_notify('concierge', :id)")
                .param("id", SigningKeys.ALL.toString())
                .query((_, _) -> 0)
                .single();
        SigningKeys keys = people.server().bean(SigningKeys.class);
        Within.aSecond(() -> !opens(keys));
        assertThatThrownBy(keys::current).isInstanceOf(IllegalStateException.class);
    }

    private static boolean opens(SigningKeys keys) {
        try {
            keys.current();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
