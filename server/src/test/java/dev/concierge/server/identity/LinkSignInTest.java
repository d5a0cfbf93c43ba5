package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signing in by a one-time link, in the browser that asked for it. */
@Tag("security")
class LinkSignInTest {
    private static People people;

    @BeforeAll
    static void start() {
        people = People.start(Map.of("LANES", "none"));
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @BeforeEach
    void goOn() {
        people.clock().advance(Duration.ofHours(3));
    }

    private static String ask(FormBrowser browser, String email) {
        browser.get("/login/link");
        HttpResponse<String> asked = browser.post("/login/link", "email", email);
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.body()).contains("If there is an account with that address");
        return people.mail().link(email, "/link/sign-in/");
    }

    private static HttpResponse<String> press(FormBrowser browser, String link) {
        if (browser.get(link).statusCode() != 200) {
            browser.get("/login");
        }
        return browser.post(link);
    }

    @Test
    void the_browser_that_asked_is_signed_in_by_the_link_once() {
        String anna = people.person();
        FormBrowser browser = people.browser();
        String link = ask(browser, anna);
        assertThat(browser.get(link).body()).contains("One press and you are in");
        assertThat(browser.cookie(SessionCookie.NAME))
                .as("looking signs nobody in")
                .isEmpty();
        assertThat(browser.post(link).statusCode()).isEqualTo(303);
        assertThat(browser.get("/security").body()).contains(anna);

        browser.post("/logout");
        assertThat(press(browser, link).statusCode()).isEqualTo(400);
        assertThat(browser.cookie(SessionCookie.NAME)).isEmpty();
        assertThat(people.browser().signIn(anna, People.PASSWORD).statusCode())
                .as("the password of a proved account stays")
                .isEqualTo(303);
    }

    @Test
    void another_browser_is_told_so_and_burns_nothing() {
        String anna = people.person();
        FormBrowser asking = people.browser();
        String link = ask(asking, anna);
        FormBrowser other = people.browser();
        other.get("/login");
        HttpResponse<String> look = other.get(link);
        assertThat(look.statusCode()).isEqualTo(400);
        assertThat(look.body()).contains("Open it where you asked for it");
        assertThat(other.post(link).statusCode()).isEqualTo(400);
        assertThat(other.cookie(SessionCookie.NAME)).isEmpty();
        assertThat(press(asking, link).statusCode()).isEqualTo(303);
    }

    /** Eve asks for Bob's link in her browser and hopes that he presses what she cannot read. */
    @Test
    void a_link_that_another_asked_for_signs_nobody_in_where_its_owner_opens_it() {
        String bob = people.person();
        FormBrowser eve = people.browser();
        String link = ask(eve, bob);
        FormBrowser bobs = people.signedIn(bob);
        String before = bobs.cookie(SessionCookie.NAME);
        assertThat(bobs.get(link).statusCode()).isEqualTo(400);
        assertThat(bobs.post(link).statusCode()).isEqualTo(400);
        assertThat(bobs.cookie(SessionCookie.NAME)).isEqualTo(before);
        assertThat(eve.get("/security").statusCode()).isEqualTo(303);
    }

    @Test
    void the_link_is_over_after_ten_minutes_with_a_newer_one_and_with_another_address() {
        String anna = people.person();
        FormBrowser browser = people.browser();
        String first = ask(browser, anna);
        String second = ask(browser, anna);
        assertThat(press(browser, first).statusCode()).isEqualTo(400);
        people.clock().advance(Duration.ofMinutes(10));
        assertThat(press(browser, second).statusCode()).isEqualTo(400);
        String third = ask(browser, anna);
        people.database()
                .owner()
                .sql("update accounts set email = 'moved.' || email where email = :email")
                .param("email", anna)
                .update();
        assertThat(press(browser, third).statusCode()).isEqualTo(400);
        assertThat(browser.cookie(SessionCookie.NAME)).isEmpty();
    }

    @Test
    void the_link_pressed_eight_times_at_once_begins_one_session() throws Exception {
        String anna = people.person();
        FormBrowser browser = people.browser();
        String link = ask(browser, anna);
        browser.get(link);
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                FormBrowser tab = people.browser();
                browser.cookies().forEach(tab::plant);
                tab.useCheck(browser.check());
                all.add(many.submit(() -> {
                    go.await();
                    return tab.post(link).statusCode();
                }));
            }
            go.countDown();
            for (Future<Integer> one : all) {
                answers.add(one.get());
            }
        }
        assertThat(answers).containsOnlyOnce(303).containsOnly(303, 400);
        assertThat(people.count("select count(*) from sessions where account_id = '" + people.idOf(anna) + "'"))
                .isOne();
    }

    @Test
    void c15_somebody_who_is_disabled_meanwhile_does_not_come_in() {
        String anna = people.person();
        FormBrowser browser = people.browser();
        String link = ask(browser, anna);
        people.database()
                .owner()
                .sql("update accounts set status = 'disabled' where email = :email")
                .param("email", anna)
                .update();
        assertThat(press(browser, link).statusCode()).isEqualTo(400);
        assertThat(browser.cookie(SessionCookie.NAME)).isEmpty();
    }

    @Test
    void c04_the_first_proof_by_a_link_ends_the_password_and_the_sessions_of_whoever_made_the_account() {
        String bob = "bob." + UUID.randomUUID() + "@corp.example";
        FormBrowser mallory = people.browser();
        mallory.get("/signup");
        mallory.post("/signup", "name", "Bob", "email", bob, "password", People.PASSWORD, "to", "/");
        mallory.signIn(bob, People.PASSWORD);
        FormBrowser owner = people.browser();
        String link = ask(owner, bob);
        assertThat(press(owner, link).statusCode()).isEqualTo(303);
        assertThat(owner.get("/security").body()).contains(bob).doesNotContain("not confirmed yet");
        assertThat(mallory.get("/security").statusCode()).isEqualTo(303);
        assertThat(people.browser().signIn(bob, People.PASSWORD).statusCode()).isEqualTo(422);
    }

    @Test
    void j03_an_address_without_an_account_is_answered_alike_and_gets_nothing() {
        FormBrowser browser = people.browser();
        browser.get("/login/link");
        HttpResponse<String> unknown = browser.post("/login/link", "email", "nobody.here@corp.example");
        HttpResponse<String> known = browser.post("/login/link", "email", people.person());
        assertThat(plain(unknown)).isEqualTo(plain(known));
        assertThat(people.mail().to("nobody.here@corp.example")).isEmpty();
    }

    private static String plain(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().map().keySet().stream().sorted().toList() + " "
                + answer.body().replaceAll("value=\"[A-Za-z0-9_=-]{40,}\"|&#34;:&#34;[A-Za-z0-9_=-]+", "");
    }

    @Test
    void a22_whoever_was_signed_in_in_this_browser_is_signed_out() {
        String anna = people.person();
        String eve = people.person();
        FormBrowser browser = people.signedIn(eve);
        String before = browser.cookie(SessionCookie.NAME);
        String link = ask(browser, anna);
        assertThat(press(browser, link).statusCode()).isEqualTo(303);
        assertThat(browser.get("/security").body()).contains(anna);
        FormBrowser old = people.browser();
        old.plant(SessionCookie.NAME, before);
        assertThat(old.get("/security").statusCode()).isEqualTo(303);
    }

    @Test
    void somebody_who_leaves_gets_a_link_to_sign_in_and_one_to_choose_a_password() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        browser.get("/profile/delete");
        assertThat(browser.post("/profile/delete").statusCode()).isEqualTo(303);

        FormBrowser forgetful = people.browser();
        forgetful.get("/forgot");
        forgetful.post("/forgot", "email", anna);
        assertThat(people.mail().link(anna, "/link/reset/")).isNotEmpty();
        FormBrowser back = people.browser();
        String link = ask(back, anna);
        assertThat(press(back, link).statusCode()).isEqualTo(303);
        assertThat(back.get("/leaving").statusCode()).isEqualTo(200);
        assertThat(back.post("/leaving/keep").statusCode()).isEqualTo(303);
        assertThat(back.get("/security").body()).contains(anna);
    }
}
