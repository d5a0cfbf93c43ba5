package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.support.TestServer;
import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** N-13: refresh tokens that we issue ourselves, over HTTP, on one node and on two. */
@Tag("token")
@DisplayName("N-13 refresh tokens of our own are copied and used twice")
class RefreshFamilyTest {
    private static People people;
    private static TokenClient client;

    @BeforeAll
    static void start() {
        people = People.start(Map.of("LANES", "none", "concierge.identity.sign-in-burst", "1000"));
        client = TokenClient.at(people);
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @BeforeEach
    void forgetWrongTokens() {
        people.clock().advance(Duration.ofMinutes(3));
    }

    private static TokenClient.Answer good(TokenClient.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static long alarms(String email) {
        return people.count("select count(*) from audit_events where action = 'alert.token_reuse' and account_id = '"
                + people.idOf(email) + "'");
    }

    /** Nothing of the sign-in works any more. */
    private static void ended(TokenClient.Answer... all) {
        for (TokenClient.Answer answer : all) {
            assertThat(client.me(answer.accessToken()).status()).isEqualTo(401);
            assertThat(client.refresh(answer.refreshToken()).status()).isEqualTo(401);
        }
    }

    @Test
    @DisplayName("each refresh gives a new pair; the sign-in, its proof and its end stay what they were")
    void each_refresh_gives_a_new_pair() {
        String email = people.person();
        TokenClient.Answer first = good(client.login(email));
        people.clock().advance(Duration.ofMinutes(14));
        TokenClient.Answer second = good(client.refresh(first.refreshToken()));
        people.clock().advance(Duration.ofMinutes(14));
        TokenClient.Answer third = good(client.refresh(second.refreshToken()));

        assertThat(Set.of(first.refreshToken(), second.refreshToken(), third.refreshToken()))
                .hasSize(3);
        assertThat(client.me(third.accessToken()).status()).isEqualTo(200);
        for (String same : List.of("sid", "sub", "auth_time", "amr", "provider", "epoch")) {
            assertThat(third.claims().path(same))
                    .as(same)
                    .isEqualTo(first.claims().path(same));
        }
        assertThat(third.claims().path("jti")).isNotEqualTo(first.claims().path("jti"));
        assertThat(third.json().path("signInEndsAt")).isEqualTo(first.json().path("signInEndsAt"));
        assertThat(third.json().path("user").path("email").asString("")).isEqualTo(email);
        assertThat(alarms(email)).isZero();
    }

    @Test
    @DisplayName("two tabs refresh with the same token and both go on")
    void two_tabs_survive() {
        String email = people.person();
        TokenClient.Answer login = good(client.login(email));
        TokenClient.Answer one = good(client.refresh(login.refreshToken()));
        TokenClient.Answer other = good(client.refresh(login.refreshToken()));

        assertThat(other.refreshToken()).isEqualTo(one.refreshToken());
        assertThat(client.me(one.accessToken()).status()).isEqualTo(200);
        assertThat(client.me(other.accessToken()).status()).isEqualTo(200);
        good(client.refresh(one.refreshToken()));
        assertThat(alarms(email)).isZero();
    }

    @Test
    @DisplayName("a thief's copy, used first: the owner's refresh ends the sign-in for both, and the owner is told")
    void the_thief_is_first() {
        String email = people.person();
        TokenClient.Answer login = good(client.login(email));
        TokenClient.Answer thiefs = good(client.refresh(login.refreshToken()));
        people.clock().advance(Duration.ofMinutes(1));

        assertThat(client.refresh(login.refreshToken()).status()).isEqualTo(401);

        ended(login, thiefs);
        assertThat(alarms(email)).isOne();
        assertThat(people.mail().subjects(email)).contains("Somebody may have copied one of your sign-ins");
    }

    @Test
    @DisplayName("a thief's copy, used second: it ends the sign-in for both")
    void the_owner_is_first() {
        String email = people.person();
        TokenClient.Answer login = good(client.login(email));
        TokenClient.Answer owners = good(client.refresh(login.refreshToken()));
        TokenClient.Answer later = good(client.refresh(owners.refreshToken()));
        people.clock().advance(Duration.ofMinutes(1));

        TokenClient.Answer thiefs = client.refresh(login.refreshToken());

        assertThat(thiefs.status()).isEqualTo(401);
        assertThat(thiefs.neutral())
                .isEqualTo(client.refresh("cr_" + "A".repeat(70)).neutral());
        ended(login, owners, later);
        assertThat(alarms(email)).isOne();
    }

    @Test
    @DisplayName("a thief without the client key: the first use ends the sign-in, within the ten seconds too")
    void a_thief_without_the_client_key() {
        for (String key : List.of("", "x".repeat(40))) {
            String email = people.person();
            TokenClient.Answer login = good(client.login(email));
            assertThat(client.refresh(login.refreshToken(), key).status()).isEqualTo(401);
            ended(login);
            assertThat(alarms(email)).isOne();
        }
        String email = people.person();
        TokenClient.Answer login = good(client.login(email));
        TokenClient.Answer next = good(client.refresh(login.refreshToken()));
        assertThat(client.refresh(login.refreshToken(), "").status()).isEqualTo(401);
        ended(login, next);
    }

    @Test
    @DisplayName("a client without a key of its own has one use of each token, and no second one")
    void a_client_without_a_key() {
        String email = people.person();
        TokenClient.Answer login = good(client.login(email, People.PASSWORD, ""));
        TokenClient.Answer next = good(client.refresh(login.refreshToken(), ""));
        good(client.refresh(next.refreshToken(), "a key that came later is not looked at".replace(' ', '-')));
        assertThat(client.refresh(login.refreshToken(), "").status()).isEqualTo(401);
        ended(login, next);
        assertThat(alarms(email)).isOne();
    }

    @Test
    @DisplayName("whoever knows the id of a sign-in, from an access token, cannot end it")
    void a_guess_ends_nothing() {
        String email = people.person();
        TokenClient.Answer login = good(client.login(email));
        UUID family = UUID.fromString(login.claims().path("sid").asString(""));
        for (int number : new int[] {0, 1, 7}) {
            RefreshToken guess = new RefreshToken(family, number, Secret.of(new byte[32]));
            assertThat(client.refresh(guess.text().reveal()).status()).isEqualTo(401);
            assertThat(client.logout(guess.text().reveal()).status()).isEqualTo(204);
        }
        assertThat(client.me(login.accessToken()).status()).isEqualTo(200);
        good(client.refresh(login.refreshToken()));
        assertThat(alarms(email)).isZero();
    }

    @Test
    @DisplayName("a thousand refreshes at once, on two nodes: one successor")
    void a_thousand_at_once_on_two_nodes() throws Exception {
        String email = people.person();
        try (TestServer second = people.secondNode();
                var threads = Executors.newFixedThreadPool(32)) {
            TokenClient there = new TokenClient(second, people.server().url());
            TokenClient.Answer login = good(client.login(email));
            people.clock().hold();
            CountDownLatch go = new CountDownLatch(1);
            List<Future<TokenClient.Answer>> asked = new ArrayList<>();
            for (int number = 0; number < 1000; number++) {
                TokenClient node = number % 2 == 0 ? client : there;
                Callable<TokenClient.Answer> one = () -> {
                    go.await();
                    return node.refresh(login.refreshToken());
                };
                asked.add(threads.submit(one));
            }
            go.countDown();
            Set<String> successors = new HashSet<>();
            for (Future<TokenClient.Answer> answer : asked) {
                successors.add(good(answer.get()).refreshToken());
            }
            assertThat(successors).hasSize(1);
            assertThat(people.count(
                            "select generation from token_families where account_id = '" + people.idOf(email) + "'"))
                    .isOne();
            good(there.refresh(successors.iterator().next()));
            assertThat(alarms(email)).isZero();
        } finally {
            people.clock().release();
        }
    }

    @Test
    @DisplayName("a replay on the other node, after the ten seconds, ends the sign-in there and here")
    void a_replay_on_the_other_node() {
        String email = people.person();
        try (TestServer second = people.secondNode()) {
            TokenClient there = new TokenClient(second, people.server().url());
            TokenClient.Answer login = good(client.login(email));
            TokenClient.Answer next = good(there.refresh(login.refreshToken()));
            assertThat(client.me(next.accessToken()).status()).isEqualTo(200);
            people.clock().advance(Duration.ofSeconds(11));
            assertThat(there.refresh(login.refreshToken()).status()).isEqualTo(401);
            Within.aSecond(() -> client.me(next.accessToken()).status() == 401);
            assertThat(client.refresh(next.refreshToken()).status()).isEqualTo(401);
        }
    }

    @Test
    @DisplayName("signing out ends the sign-in, by a token used before as well; what is no token is answered alike")
    void signing_out() {
        String email = people.person();
        TokenClient.Answer login = good(client.login(email));
        TokenClient.Answer next = good(client.refresh(login.refreshToken()));
        TokenClient.Answer other = good(client.login(email));
        assertThat(client.logout(login.refreshToken()).status()).isEqualTo(204);
        ended(login, next);
        assertThat(client.logout(login.refreshToken()).status()).isEqualTo(204);
        assertThat(client.logout("nonsense").status()).isEqualTo(204);
        assertThat(client.me(other.accessToken()).status())
                .as("another sign-in of the same person")
                .isEqualTo(200);
        assertThat(client.send(
                                "DELETE",
                                "/api/v1/me/access-token",
                                "",
                                "Authorization",
                                "Bearer " + other.accessToken())
                        .status())
                .isEqualTo(204);
        ended(other);
        assertThat(alarms(email)).isZero();
    }

    @Test
    @DisplayName("J-13 a person sees the programs that signed in, ends one, and ends all with everything else")
    void a_person_sees_and_ends_them() {
        String email = people.person();
        TokenClient.Answer one =
                good(client.login(email, People.PASSWORD, TokenClient.KEY, "User-Agent", "report/2.1 (x)"));
        TokenClient.Answer other = good(client.login(email));
        FormBrowser browser = people.signedIn(email);
        assertThat(browser.get("/security").body()).contains("A program: report/2.1");
        String id = one.claims().path("sid").asString("");
        assertThat(browser.get("/api/v1/me/sessions", "Accept", "application/json")
                        .body())
                .contains(id);
        assertThat(people.signedIn(people.person())
                        .json("DELETE", "/api/v1/me/sessions/" + id, "")
                        .statusCode())
                .as("another person")
                .isEqualTo(404);
        browser.get("/security");
        assertThat(browser.post("/security/sessions/" + id + "/end").statusCode())
                .isEqualTo(303);
        ended(one);
        assertThat(client.me(other.accessToken()).status()).isEqualTo(200);
        assertThat(browser.post("/security/sessions/end-others").statusCode()).isEqualTo(303);
        ended(other);
        assertThat(browser.get("/security").statusCode()).isEqualTo(200);
        assertThat(alarms(email)).isZero();
    }

    @Test
    @DisplayName("a sign-in ends after thirty days, and after seven without a refresh")
    void a_sign_in_ends_by_itself() {
        TokenClient.Answer login = good(client.login(people.person()));
        people.clock().advance(Duration.ofDays(7));
        assertThat(client.refresh(login.refreshToken()).status()).as("unused").isEqualTo(401);

        TokenClient.Answer latest = good(client.login(people.person()));
        for (int days = 0; days < 28; days += 4) {
            people.clock().advance(Duration.ofDays(4));
            latest = good(client.refresh(latest.refreshToken()));
        }
        people.clock().advance(Duration.ofDays(2).minusSeconds(30));
        latest = good(client.refresh(latest.refreshToken()));
        assertThat(latest.json().path("expiresAt")).isEqualTo(latest.json().path("signInEndsAt"));
        people.clock().advance(Duration.ofMinutes(1));
        assertThat(client.refresh(latest.refreshToken()).status()).isEqualTo(401);
        assertThat(client.me(latest.accessToken()).status()).isEqualTo(401);
        people.clock().advance(Duration.ofDays(2));
        TokenFamilyRepository repository = people.server().bean(TokenFamilyRepository.class);
        people.server()
                .bean(dev.concierge.server.database.SystemScope.class)
                .run(jdbc -> repository.purge(jdbc, people.clock().instant().minus(Duration.ofDays(1)), 1000));
        assertThat(people.count("select count(*) from token_families where family_id = '"
                        + latest.claims().path("sid").asString("") + "'"))
                .isZero();
    }

    @Test
    @DisplayName("C-05 J-11 a new password ends every sign-in of a program, and its access tokens, on every node")
    void a_new_password_ends_them() {
        String email = people.person();
        try (TestServer second = people.secondNode()) {
            TokenClient there = new TokenClient(second, people.server().url());
            TokenClient.Answer login = good(client.login(email));
            assertThat(there.me(login.accessToken()).status()).isEqualTo(200);
            FormBrowser browser = people.browser();
            browser.get("/forgot");
            assertThat(browser.post("/forgot", "email", email).statusCode()).isLessThan(400);
            String link = people.mail().link(email, "/link/reset/");
            browser.get(link);
            String fresh = "nine loud owls in a drawer";
            HttpResponse<String> set = browser.post(link, "password", fresh);
            assertThat(set.statusCode()).as(set.body()).isEqualTo(303);

            Within.aSecond(() -> there.me(login.accessToken()).status() == 401);
            ended(login);
            assertThat(alarms(email)).isZero();
            TokenClient.Answer again = good(client.login(email, fresh, TokenClient.KEY));
            assertThat(again.claims().path("epoch").asInt(0)).isPositive();
        }
    }

    @Test
    @DisplayName("C-15 L-06 an administrator disables the account on one node: token and refresh stop on the other")
    void a_disabled_account_stops() {
        String email = people.person();
        try (TestServer second = people.secondNode()) {
            TokenClient there = new TokenClient(second, people.server().url());
            TokenClient.Answer login = good(client.login(email));
            assertThat(there.me(login.accessToken()).status()).isEqualTo(200);
            people.change(email, "status = 'disabled'");
            Within.aSecond(() -> there.me(login.accessToken()).status() == 401);
            assertThat(there.refresh(login.refreshToken()).status()).isEqualTo(401);
            assertThat(client.login(email).status()).isEqualTo(401);
            assertThat(alarms(email)).isZero();
        }
    }

    @Test
    @DisplayName("U4 a role and a localId set meanwhile: the old token is refused, the next one says the new ones")
    void a_new_role_and_local_id() {
        String email = people.person();
        TokenClient.Answer login = good(client.login(email));
        assertThat(login.json().path("user").path("localId").isNull()).isTrue();
        assertThat(login.claims().has("localId")).isTrue();
        assertThat(login.claims().path("localId").isNull()).isTrue();
        people.change(email, "role = 'user', local_id = 'VNW001'");
        Within.aSecond(() -> client.me(login.accessToken()).status() == 401);

        TokenClient.Answer next = good(client.refresh(login.refreshToken()));

        assertThat(next.json().path("user").path("localId").asString("")).isEqualTo("VNW001");
        assertThat(next.json().path("user").path("role").asString("")).isEqualTo("user");
        assertThat(next.claims().path("localId").asString("")).isEqualTo("VNW001");
        assertThat(next.claims().path("role").asString("")).isEqualTo("user");
        assertThat(next.claims().path("epoch").asInt(0))
                .isGreaterThan(login.claims().path("epoch").asInt(0));
        assertThat(client.me(next.accessToken()).status()).isEqualTo(200);
        people.server().bean(AdminCreate.class).create(email, "Somebody", Role.MANAGER, Secret.of(People.PASSWORD));
        Within.aSecond(() -> client.me(next.accessToken()).status() == 401);
        assertThat(good(client.refresh(next.refreshToken()))
                        .claims()
                        .path("role")
                        .asString(""))
                .isEqualTo("manager");
    }

    @Test
    @DisplayName("an epoch that rises while a token is signed: the token is refused from the start")
    void the_epoch_rises_while_a_token_is_signed() {
        String email = people.person();
        good(client.login(email));
        TokenFamilyRepository repository = people.server().bean(TokenFamilyRepository.class);
        var scope = people.server().bean(dev.concierge.server.database.AccountScope.class);
        UUID account = people.idOf(email);
        UUID id = people.database()
                .owner()
                .sql("select family_id from token_families where account_id = :account")
                .param("account", account)
                .query(UUID.class)
                .single();
        TokenFamily family =
                scope.call(account, jdbc -> repository.lock(jdbc, id).orElseThrow());
        TokenFamilyRepository.Holder before =
                scope.call(account, jdbc -> repository.holder(jdbc, account).orElseThrow());
        people.change(email, "role = 'user'");

        IssuedTokens late = people.server().bean(TokenIssuer.class).issue(family, before, null);

        Within.aSecond(() -> client.me(late.accessToken().reveal()).status() == 401);
        assertThat(client.me(late.accessToken().reveal()).status()).isEqualTo(401);
    }

    @Test
    @DisplayName("F-07 the database holds neither an access token nor a refresh token, nor the client's key")
    void the_database_holds_no_token() {
        TokenClient.Answer login = good(client.login(people.person()));
        TokenClient.Answer next = good(client.refresh(login.refreshToken()));
        for (String secret : List.of(login.accessToken(), login.refreshToken(), next.refreshToken(), TokenClient.KEY)) {
            for (String table : List.of("token_families", "audit_events", "audit_subjects", "mails", "sessions")) {
                assertThat(people.count("select count(*) from " + table + " t where t::text like '%" + secret + "%'"))
                        .as(table)
                        .isZero();
            }
            RefreshToken.parse(Secret.of(secret))
                    .ifPresent(token -> assertThat(people.count(
                                    "select count(*) from token_families t where encode(t.token_hash, 'hex') = '"
                                            + java.util.HexFormat.of()
                                                    .formatHex(token.bits().revealBytes()) + "'"))
                            .isZero());
        }
    }

    @Test
    @DisplayName(
            "N-13 M-02 somebody makes a first token up for a sign-in that is old: its many steps hold no row and no connection")
    void a_made_up_token_of_an_old_sign_in_locks_nothing() throws Exception {
        String email = people.person();
        TokenClient.Answer login = good(client.login(email, People.PASSWORD, ""));
        UUID family = RefreshToken.parse(Secret.of(login.refreshToken()))
                .orElseThrow()
                .familyId();
        people.database()
                .owner()
                .sql("update token_families set generation = 20000 where family_id = :id")
                .param("id", family)
                .update();
        Secret madeUp = RefreshToken.first(family, people.server().bean(RandomSecrets.class))
                .text();
        try (Connection other = people.database().connect("concierge_owner");
                Statement lock = other.createStatement();
                ExecutorService pool = Executors.newSingleThreadExecutor()) {
            other.setAutoCommit(false);
            lock.execute("select 1 from token_families where family_id = '" + family + "' for update");
            try {
                assertThat(pool.submit(() -> client.refresh(madeUp.reveal()).status())
                                .get(30, TimeUnit.SECONDS))
                        .as("while another holds the row")
                        .isEqualTo(401);
            } finally {
                other.rollback();
            }
        }
    }
}
