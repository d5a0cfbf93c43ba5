package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How sessions live and end. */
@Tag("security")
class SessionTest {
    private static People people;

    @BeforeAll
    static void start() {
        people = People.start();
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @Test
    void j13_a_cookie_is_dead_on_the_server_once_its_owner_signed_out() {
        FormBrowser browser = people.signedIn(people.person());
        String stolen = browser.cookie(SessionCookie.NAME);
        browser.post("/logout");
        assertThat(browser.cookie(SessionCookie.NAME)).isEmpty();
        FormBrowser thief = people.browser();
        thief.plant(SessionCookie.NAME, stolen);
        assertThat(thief.get("/security").statusCode()).isEqualTo(303);
        assertThat(thief.cookie(SessionCookie.NAME))
                .as("a dead cookie is taken back")
                .isEmpty();
    }

    @Test
    void j13_signing_out_ends_the_session_on_the_other_node_within_a_second() {
        try (TestServer other = people.secondNode()) {
            FormBrowser here = people.signedIn(people.person());
            FormBrowser there = new FormBrowser(other.url());
            there.plant(SessionCookie.NAME, here.cookie(SessionCookie.NAME));
            String host = people.server().url().getAuthority();
            assertThat(RawHttp.get(other.url(), "/security", host, there).status())
                    .isEqualTo(200);
            here.post("/logout");
            Instant deadline = Instant.now().plusSeconds(1);
            assertThat(eventually(
                            deadline,
                            () -> RawHttp.get(other.url(), "/security", host, there)
                                            .status()
                                    == 303))
                    .isTrue();
        }
    }

    @Test
    void j13_a_session_ends_twelve_hours_after_its_last_request() {
        FormBrowser browser = people.signedIn(people.person());
        people.clock().advance(Duration.ofHours(11).plusMinutes(58));
        assertThat(browser.get("/security").statusCode()).isEqualTo(200);
        people.clock().advance(Duration.ofHours(11).plusMinutes(58));
        assertThat(browser.get("/security").statusCode())
                .as("the request in between counted")
                .isEqualTo(200);
        people.clock().advance(Duration.ofHours(12).plusMinutes(1));
        assertThat(browser.get("/security").statusCode()).isEqualTo(303);
    }

    @Test
    void j13_a_session_ends_after_thirty_days_whatever_happens() {
        FormBrowser browser = people.signedIn(people.person());
        for (int halfDay = 0; halfDay < 65; halfDay++) {
            people.clock().advance(Duration.ofHours(11));
            assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(200);
        }
        people.clock().advance(Duration.ofHours(6));
        assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void j13_signing_out_everywhere_else_leaves_only_this_browser() {
        String alice = people.person();
        FormBrowser phone = people.signedIn(alice);
        FormBrowser laptop = people.signedIn(alice);
        FormBrowser bobs = people.signedIn(people.person());
        assertThat(laptop.post("/security/sessions/end-others").statusCode()).isEqualTo(303);
        assertThat(laptop.get("/security").statusCode()).isEqualTo(200);
        assertThat(phone.get("/security").statusCode()).isEqualTo(303);
        assertThat(bobs.get("/security").statusCode()).isEqualTo(200);
    }

    @Test
    void another_persons_session_cannot_be_ended_and_is_answered_like_one_that_does_not_exist() {
        String alice = people.person();
        FormBrowser hers = people.signedIn(alice);
        FormBrowser eve = people.signedIn(people.person());
        UUID session = people.database()
                .owner()
                .sql("select session_id from sessions where account_id = :id")
                .param("id", people.idOf(alice))
                .query(UUID.class)
                .single();
        HttpResponse<String> foreign = eve.json("DELETE", "/api/v1/me/sessions/" + session, "");
        HttpResponse<String> unknown = eve.json("DELETE", "/api/v1/me/sessions/" + UUID.randomUUID(), "");
        assertThat(foreign.statusCode()).isEqualTo(404).isEqualTo(unknown.statusCode());
        assertThat(eve.post("/security/sessions/" + session + "/end").statusCode())
                .isEqualTo(404);
        assertThat(hers.get("/security").statusCode()).isEqualTo(200);
    }

    @Test
    void l06_a_disabled_account_is_out_and_a_new_role_counts_at_the_next_request() {
        String alice = people.person();
        FormBrowser browser = people.signedIn(alice);
        AdminCreate raise = people.server().bean(AdminCreate.class);
        raise.create(
                alice,
                "Somebody",
                dev.concierge.server.web.Role.MANAGER,
                dev.concierge.server.encryption.Secret.of(People.PASSWORD));
        assertThat(browser.get("/api/v1/me").body()).contains("\"role\":\"manager\"");
        SessionFinder finder = people.server().bean(SessionFinder.class);
        var token = dev.concierge.server.encryption.Secret.of(browser.cookie(SessionCookie.NAME));
        assertThat(finder.find(token))
                .isInstanceOfSatisfying(
                        SessionFinder.Found.Whole.class,
                        found -> assertThat(found.session().account().role())
                                .isEqualTo(dev.concierge.server.web.Role.MANAGER));

        people.database()
                .owner()
                .sql("update accounts set status = 'disabled' where email = :email")
                .param("email", alice)
                .update();
        people.database()
                .owner()
                .sql("select pg_notify('concierge', :id)")
                .param("id", people.idOf(alice).toString())
                .query((_, _) -> 0)
                .single();
        assertThat(eventually(
                        Instant.now().plusSeconds(1),
                        () -> browser.get("/api/v1/me").statusCode() == 401))
                .isTrue();
    }

    @Test
    void the_database_knows_no_token_and_when_it_was_last_seen() {
        String alice = people.person();
        FormBrowser browser = people.signedIn(alice);
        people.clock().advance(Duration.ofMinutes(2));
        browser.get("/security");
        people.server().bean(LastUse.class).flush();
        assertThat(people.count("select count(*) from sessions where account_id = '" + people.idOf(alice)
                        + "' and seen_at > created_at + interval '1 minute'"))
                .isOne();
        assertThat(people.count("select count(*) from sessions s where encode(s.token_hash, 'escape') like '%"
                        + browser.cookie(SessionCookie.NAME) + "%'"))
                .isZero();
    }

    @Test
    void sessions_that_are_long_over_are_purged() {
        String alice = people.person();
        people.signedIn(alice);
        people.clock().advance(Duration.ofDays(31));
        SessionRepository repository = people.server().bean(SessionRepository.class);
        Instant before = people.clock().instant().minus(PasswordCheck.BROWSER_KNOWN);
        int gone = people.server()
                .bean(dev.concierge.server.database.SystemScope.class)
                .call(jdbc -> repository.purge(jdbc, before, 1000));
        assertThat(gone).isPositive();
        assertThat(people.count("select count(*) from sessions where account_id = '" + people.idOf(alice) + "'"))
                .isZero();
    }

    @Test
    void k01_every_cookie_is_for_this_host_alone_secure_and_out_of_reach_of_scripts() {
        FormBrowser browser = people.signedIn(people.person());
        browser.post("/logout");
        browser.get("/integrations");
        assertThat(browser.setCookies()).hasSizeGreaterThanOrEqualTo(3).allSatisfy(line -> {
            assertThat(line)
                    .startsWith("__Host-")
                    .contains("; Secure", "; HttpOnly", "; Path=/", "; SameSite=Lax")
                    .doesNotContain("Domain");
        });
    }

    private static boolean eventually(Instant deadline, BooleanSupplier condition) {
        while (Instant.now().isBefore(deadline)) {
            if (condition.getAsBoolean()) {
                return true;
            }
        }
        return condition.getAsBoolean();
    }
}
