package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.mail.Letter;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A browser that was never seen with an account is told of by mail, once, and whoever was not at it ends its session. */
@Tag("security")
class NewBrowserTest {
    private static final String SUBJECT = "A new browser signed in";

    private static People people;

    @BeforeAll
    static void start() {
        people = People.start(Map.of("LANES", "none", "SIGN_UP", "open"));
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @BeforeEach
    void goOn() {
        people.clock().advance(Duration.ofHours(3));
    }

    private static List<Letter> told(String email) {
        return people.mail().to(email).stream()
                .filter(letter -> letter.subject().equals(SUBJECT))
                .toList();
    }

    /** Somebody whose first browser is known, and that one. */
    private static FormBrowser settled(String email) {
        FormBrowser browser = people.signedIn(email);
        people.clock().advance(Duration.ofHours(2));
        return browser;
    }

    @Test
    void the_browser_of_a_sign_up_is_not_told_of_and_the_next_one_is_once() {
        String anna = "anna." + UUID.randomUUID() + "@corp.example";
        FormBrowser first = people.browser();
        first.get("/signup");
        first.post("/signup", "name", "Anna", "email", anna, "password", People.PASSWORD);
        assertThat(first.signIn(anna, People.PASSWORD).statusCode()).isEqualTo(303);
        assertThat(told(anna)).isEmpty();

        FormBrowser second = people.browser();
        second.get("/login");
        assertThat(second.post(
                                "/login",
                                Map.of("X-Forwarded-For", "198.51.100.23"),
                                "email",
                                anna,
                                "password",
                                People.PASSWORD)
                        .statusCode())
                .isEqualTo(303);

        assertThat(told(anna))
                .singleElement()
                .satisfies(letter -> assertThat(letter.paragraphs())
                        .contains("Browser: Firefox on Linux", "Network: 198.51.100.23")
                        .anyMatch(line -> line.startsWith("When: ") && line.endsWith(" UTC")));
        second.post("/logout");
        second.signIn(anna, People.PASSWORD);
        first.get("/security");
        first.post("/logout");
        first.signIn(anna, People.PASSWORD);
        assertThat(told(anna)).as("each browser once").hasSize(1);
    }

    @Test
    void who_knows_only_the_password_is_no_new_browser_before_the_second_step() {
        String anna = people.person();
        FormBrowser first = people.signedIn(anna);
        var app = Apps.enrol(first, people.clock());
        people.clock().advance(Duration.ofHours(2));
        int before = told(anna).size();

        FormBrowser second = people.browser();
        second.signIn(anna, People.PASSWORD);
        assertThat(told(anna)).hasSize(before);
        second.get("/login/second");
        people.clock().advance(Duration.ofSeconds(31));
        second.post("/login/second", "code", app.code());

        assertThat(second.get("/security").statusCode()).isEqualTo(200);
        assertThat(told(anna)).hasSize(before + 1);
    }

    @Test
    @DisplayName(
            "C-05 somebody is told of a browser that is not theirs, and ends its session; it asks for a new password")
    void whoever_was_not_at_it_ends_its_session() {
        String anna = people.person();
        FormBrowser hers = settled(anna);
        FormBrowser thief = people.signedIn(anna);
        String link = people.mail().link(anna, "/link/stranger/");
        FormBrowser mailbox = people.browser();

        HttpResponse<String> question = mailbox.get(link);
        assertThat(question.body()).contains("Firefox on Linux").contains("This wasn");
        assertThat(thief.get("/security").statusCode())
                .as("looking changes nothing")
                .isEqualTo(200);
        HttpResponse<String> done = mailbox.post(link);

        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(thief.get("/api/v1/me").statusCode()).isEqualTo(401);
        assertThat(people.browser().signIn(anna, People.PASSWORD).statusCode())
                .as("the password no longer works")
                .isEqualTo(422);
        assertThat(hers.get("/security").statusCode())
                .as("everybody is signed out")
                .isEqualTo(303);
        String reset = people.mail().link(anna, "/link/reset/");
        mailbox.get(reset);
        assertThat(mailbox.post(reset, "password", "nine blue boats at noon").statusCode())
                .isEqualTo(303);
        assertThat(people.browser().signIn(anna, "nine blue boats at noon").statusCode())
                .isEqualTo(303);
        mailbox.get("/login");
        assertThat(mailbox.post(link).statusCode()).as("once").isEqualTo(400);
        assertThat(mailbox.get(link).body()).contains("This link is over");
    }

    @Test
    void a_link_of_a_mail_works_for_seven_days() {
        String anna = people.person();
        settled(anna);
        people.signedIn(anna);
        String link = people.mail().link(anna, "/link/stranger/");
        people.clock().advance(Duration.ofDays(7).minusMinutes(1));
        assertThat(people.browser().get(link).statusCode()).isEqualTo(200);
        people.clock().advance(Duration.ofMinutes(2));
        assertThat(people.browser().get(link).statusCode()).isEqualTo(400);
        assertThat(people.browser().get("/link/stranger/" + "A".repeat(43)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_browser_is_forgotten_after_400_days_and_the_database_knows_no_cookie() throws Exception {
        String anna = people.person();
        FormBrowser browser = settled(anna);
        String count = "select count(*) from known_browsers where account_id = '" + people.idOf(anna) + "'";
        assertThat(people.count(count)).isOne();
        assertThat(people.count("select count(*) from known_browsers b where to_jsonb(b)::text like '%"
                        + browser.cookie("__Host-browser") + "%'"))
                .isZero();
        JobRunner runner = people.server().bean(JobRunner.class);
        people.clock().advance(Duration.ofDays(399));
        runner.run("identity.forget-browsers");
        assertThat(people.count(count)).isOne();
        people.clock().advance(Duration.ofDays(2));
        runner.run("identity.forget-browsers");
        assertThat(people.count(count)).isZero();

        browser.signIn(anna, People.PASSWORD);
        assertThat(told(anna)).hasSize(1);
    }

    @Test
    void two_accounts_in_one_browser_are_each_told_of_it() {
        String anna = people.person();
        String ben = people.person();
        settled(anna);
        settled(ben);
        FormBrowser shared = people.signedIn(anna);
        shared.signIn(ben, People.PASSWORD);

        Set<String> links = new HashSet<>();
        for (String one : List.of(anna, ben)) {
            links.add(people.mail().link(one, "/link/stranger/"));
        }
        assertThat(links).hasSize(2);
    }

    /** The row of a browser keeps the session of its first sign-in; a thief begins a second one beside it, and a program's. */
    @Test
    @DisplayName("C-05 whoever signed in twice in the same browser, and by a program, is out everywhere")
    void c05_whoever_signed_in_twice_is_out_everywhere() {
        String anna = people.person();
        settled(anna);
        FormBrowser thief = people.signedIn(anna);
        FormBrowser second = people.browser();
        second.plant("__Host-browser", thief.cookie("__Host-browser"));
        assertThat(second.signIn(anna, People.PASSWORD).statusCode()).isEqualTo(303);
        TokenClient program = TokenClient.at(people);
        TokenClient.Answer tokens = program.login(anna);
        assertThat(second.get("/security").statusCode()).isEqualTo(200);
        String link = people.mail().link(anna, "/link/stranger/");
        FormBrowser mailbox = people.browser();
        mailbox.get(link);
        assertThat(mailbox.post(link).statusCode()).isEqualTo(303);

        assertThat(thief.get("/security").statusCode()).isEqualTo(303);
        assertThat(second.get("/security").statusCode()).isEqualTo(303);
        assertThat(program.refresh(tokens.refreshToken()).status()).isEqualTo(401);
        assertThat(program.me(tokens.accessToken()).status()).isEqualTo(401);
    }
}
