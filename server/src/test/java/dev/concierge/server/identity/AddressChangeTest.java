package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Another address for an account, and the way back: attacks C-07 and J-14. */
@Tag("security")
class AddressChangeTest {
    private static final String NEW = "seven grey herons at dawn";

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

    private static String fresh() {
        return "fresh." + UUID.randomUUID() + "@corp.example";
    }

    private static String asked(FormBrowser browser, String to) {
        HttpResponse<String> answer = browser.post("/security/email", "email", to);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("A link is on its way to " + to);
        return people.mail().link(to, "/link/change/");
    }

    private static void changed(FormBrowser browser, String to) {
        String link = asked(browser, to);
        browser.get(link);
        assertThat(browser.post(link).statusCode()).isEqualTo(303);
    }

    private static int signIn(String email, String password) {
        return people.browser().signIn(email, password).statusCode();
    }

    private static String emailOf(UUID id) {
        return people.database()
                .owner()
                .sql("select email from accounts where account_id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    private static HttpResponse<String> undo(String link) {
        FormBrowser browser = people.browser();
        browser.get(link);
        if (browser.check().isEmpty()) {
            browser.get("/login");
        }
        return browser.post(link);
    }

    @Test
    void a_person_moves_to_another_address_and_both_are_told() {
        String before = people.person();
        UUID id = people.idOf(before);
        String after = fresh();
        FormBrowser browser = people.signedIn(before);
        String link = asked(browser, after);
        assertThat(browser.get(link).body()).contains(after);
        assertThat(emailOf(id)).as("looking changes nothing").isEqualTo(before);
        assertThat(browser.post(link).statusCode()).isEqualTo(303);

        assertThat(emailOf(id)).isEqualTo(after);
        assertThat(browser.get("/security").body())
                .as("on every node, at once")
                .contains(after)
                .doesNotContain(before);
        assertThat(people.mail().subjects(before).getFirst()).isEqualTo("Your e-mail address was changed");
        assertThat(people.mail().subjects(after).getFirst()).isEqualTo("This is your e-mail address now");
        assertThat(signIn(after, People.PASSWORD)).isEqualTo(303);
        assertThat(signIn(before, People.PASSWORD)).isEqualTo(422);
        assertThat(browser.get(link).statusCode()).as("once").isEqualTo(404);
    }

    @Test
    void j14_an_older_session_must_prove_the_password_first() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        people.clock().advance(Duration.ofMinutes(11));
        HttpResponse<String> without = browser.post("/security/email", "email", fresh());
        assertThat(without.statusCode()).isEqualTo(422);
        assertThat(without.body()).contains("Write your password once more");
        HttpResponse<String> wrong =
                browser.post("/security/email", "email", fresh(), "password", "this is not the password");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(people.count("select count(*) from email_links where account_id = '" + people.idOf(anna) + "'"))
                .isZero();
        HttpResponse<String> right = browser.post("/security/email", "email", fresh(), "password", People.PASSWORD);
        assertThat(right.statusCode()).isEqualTo(200);
    }

    @Test
    void c07_the_link_does_nothing_in_another_session_of_the_same_account() {
        String anna = people.person();
        FormBrowser asking = people.signedIn(anna);
        String link = asked(asking, fresh());
        FormBrowser other = people.signedIn(anna);
        assertThat(other.get(link).statusCode()).isEqualTo(404);
        assertThat(other.post(link).statusCode()).isEqualTo(404);
        assertThat(people.browser().get(link).statusCode()).isEqualTo(303);
        assertThat(emailOf(people.idOf(anna))).isEqualTo(anna);
        asking.get(link);
        assertThat(asking.post(link).statusCode()).isEqualTo(303);
    }

    /** Mallory, in Bob's account for a moment, asks for her own address, and waits until Bob is back. */
    @Test
    void c07_a_pending_change_dies_with_a_reset_of_the_password() {
        String bob = people.person();
        UUID id = people.idOf(bob);
        FormBrowser mallory = people.signedIn(bob);
        String link = asked(mallory, fresh());
        FormBrowser forgetful = people.browser();
        forgetful.get("/forgot");
        forgetful.post("/forgot", "email", bob);
        String reset = people.mail().link(bob, "/link/reset/");
        forgetful.get(reset);
        assertThat(forgetful.post(reset, "password", NEW).statusCode()).isEqualTo(303);

        assertThat(mallory.get(link).statusCode()).isEqualTo(303);
        FormBrowser again = people.browser();
        again.signIn(bob, NEW);
        assertThat(again.get(link).statusCode()).isEqualTo(404);
        assertThat(emailOf(id)).isEqualTo(bob);
    }

    @Test
    void c07_the_link_runs_out_within_the_hour_and_a_newer_one_ends_it() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        String first = fresh();
        String older = asked(browser, first);
        String newer = asked(browser, fresh());
        assertThat(browser.get(older).statusCode()).isEqualTo(404);
        assertThat(browser.get(newer).statusCode()).isEqualTo(200);
        people.clock().advance(Duration.ofHours(1));
        assertThat(browser.get(newer).statusCode()).isEqualTo(404);
        assertThat(browser.post(newer).statusCode()).isEqualTo(404);
    }

    @Test
    void j03_an_address_that_has_an_account_is_asked_like_any_other_and_refused_after_it_was_proved() {
        String anna = people.person();
        String taken = people.person();
        FormBrowser browser = people.signedIn(anna);
        String link = asked(browser, taken);
        browser.get(link);
        HttpResponse<String> answer = browser.post(link);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("That address has an account");
        assertThat(emailOf(people.idOf(anna))).isEqualTo(anna);
    }

    @Test
    void the_old_address_takes_the_account_back_from_whoever_changed_it() {
        String owner = people.person();
        UUID id = people.idOf(owner);
        FormBrowser thief = people.signedIn(owner);
        thief.post("/security/keys", "name", "hers", "scope", "tokens:vend", "days", "30");
        String hers = fresh();
        changed(thief, hers);
        String undo = people.mail().link(owner, "/link/undo/");
        assertThat(people.browser().get(undo).body()).contains("Take your address back");
        assertThat(emailOf(id)).isEqualTo(hers);

        assertThat(undo(undo).statusCode()).isEqualTo(303);

        assertThat(emailOf(id)).isEqualTo(owner);
        assertThat(thief.get("/security").statusCode()).isEqualTo(303);
        assertThat(signIn(owner, People.PASSWORD)).as("the thief knew it").isEqualTo(422);
        assertThat(people.count("select count(*) from api_keys where revoked_at is null and account_id = '" + id + "'"))
                .isZero();
        String reset = people.mail().link(owner, "/link/reset/");
        FormBrowser back = people.browser();
        back.get(reset);
        assertThat(back.post(reset, "password", NEW).statusCode()).isEqualTo(303);
        assertThat(signIn(owner, NEW)).isEqualTo(303);
        assertThat(undo(undo).statusCode()).as("once").isEqualTo(400);
    }

    @Test
    void a_thief_who_changes_it_twice_ends_no_way_back() {
        String owner = people.person();
        UUID id = people.idOf(owner);
        FormBrowser thief = people.signedIn(owner);
        String first = fresh();
        changed(thief, first);
        changed(thief, fresh());
        String thiefs = people.mail().link(first, "/link/undo/");
        String owners = people.mail().link(owner, "/link/undo/");
        assertThat(undo(owners).statusCode()).isEqualTo(303);
        assertThat(emailOf(id)).isEqualTo(owner);
        assertThat(undo(thiefs).statusCode()).as("what came after it is over").isEqualTo(400);
        assertThat(emailOf(id)).isEqualTo(owner);
    }

    /** A thief who resets the password by the new address leaves the old one its way back. */
    @Test
    void a_reset_by_the_new_address_leaves_the_old_one_its_way_back() {
        String owner = people.person();
        UUID id = people.idOf(owner);
        FormBrowser thief = people.signedIn(owner);
        String hers = fresh();
        changed(thief, hers);
        thief.get("/forgot");
        thief.post("/forgot", "email", hers);
        String reset = people.mail().link(hers, "/link/reset/");
        thief.get(reset);
        assertThat(thief.post(reset, "password", NEW).statusCode()).isEqualTo(303);
        assertThat(undo(people.mail().link(owner, "/link/undo/")).statusCode()).isEqualTo(303);
        assertThat(emailOf(id)).isEqualTo(owner);
        assertThat(signIn(owner, NEW)).isEqualTo(422);
    }

    @Test
    void the_way_back_closes_after_seventy_two_hours() {
        String owner = people.person();
        changed(people.signedIn(owner), fresh());
        String undo = people.mail().link(owner, "/link/undo/");
        people.clock().advance(Duration.ofDays(3).minusMinutes(1));
        assertThat(people.browser().get(undo).statusCode()).isEqualTo(200);
        people.clock().advance(Duration.ofMinutes(1));
        assertThat(people.browser().get(undo).statusCode()).isEqualTo(400);
        assertThat(undo(undo).statusCode()).isEqualTo(400);
    }

    @Test
    void an_address_that_went_to_another_account_meanwhile_does_not_come_back() {
        String owner = people.person();
        UUID id = people.idOf(owner);
        String after = fresh();
        changed(people.signedIn(owner), after);
        String undo = people.mail().link(owner, "/link/undo/");
        FormBrowser other = people.browser();
        other.get("/signup");
        other.post("/signup", "name", "Ben", "email", owner, "password", "another kettle hums at six", "to", "/");
        HttpResponse<String> answer = undo(undo);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Another account has that address");
        assertThat(emailOf(id)).isEqualTo(after);
        assertThat(signIn(after, People.PASSWORD)).as("nothing was changed").isEqualTo(303);
    }

    /** Mallory made the account with Bob's address: a way back would hand Bob, or whoever reads that mailbox, her account. */
    @Test
    void an_old_address_that_nobody_proved_is_told_but_gets_no_way_back() {
        String typed = fresh();
        FormBrowser browser = people.browser();
        browser.get("/signup");
        browser.post("/signup", "name", "Anna", "email", typed, "password", People.PASSWORD, "to", "/");
        browser.signIn(typed, People.PASSWORD);
        browser.get("/security");
        changed(browser, fresh());
        assertThat(people.mail().to(typed).getFirst().subject()).isEqualTo("Your e-mail address was changed");
        assertThat(people.mail().to(typed).getFirst().link()).isNull();
        assertThat(people.count("select count(*) from email_links where purpose = 'undo' and email = '" + typed + "'"))
                .isZero();
    }

    @Test
    void what_is_no_other_address_is_told_so() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        assertThat(browser.post("/security/email", "email", anna).body()).contains("That is your address already");
        assertThat(browser.post("/security/email", "email", "a@b.example,c@d.example")
                        .statusCode())
                .isEqualTo(422);
    }
}
