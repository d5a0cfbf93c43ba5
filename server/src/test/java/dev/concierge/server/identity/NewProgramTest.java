package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.web.Role;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person is told by mail of a program that was never seen with their account, and of each key that is made. */
@Tag("security")
class NewProgramTest {
    private static final String PROGRAM = "A new program signed in";
    private static final String KEY = "A new API key was made";
    private static final String OTHER_CLIENT = TokenClient.KEY.replace('a', 'b');

    private static People people;
    private static TokenClient client;

    private String email = "";

    @BeforeAll
    static void start() {
        people = People.start(Map.of("LANES", "none"));
        client = TokenClient.at(people);
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @BeforeEach
    void person() {
        people.clock().advance(Duration.ofHours(3));
        email = people.person();
    }

    private int told(String subject) {
        return Collections.frequency(people.mail().subjects(email), subject);
    }

    private void login(String key, String... headers) {
        assertThat(client.login(email, People.PASSWORD, key, headers).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("J-13 a program with a key of its own is told of once, and another one again")
    void a_new_client_key_is_told_of_once() {
        login(TokenClient.KEY);
        login(TokenClient.KEY);
        assertThat(told(PROGRAM)).isOne();

        login(OTHER_CLIENT);

        assertThat(told(PROGRAM)).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "J-13 a program without a key of its own is told of once for each place and agent, and nothing that it says stands in the mail")
    void a_new_place_is_told_of_once() {
        login("", "User-Agent", "nightly <b>job</b>/1.0", "X-Forwarded-For", "198.51.100.7");
        login("", "User-Agent", "nightly <b>job</b>/1.0", "X-Forwarded-For", "198.51.100.7");
        assertThat(told(PROGRAM)).isOne();
        var letter = people.mail().to(email).getFirst();
        assertThat(String.join("\n", letter.paragraphs()))
                .contains("Program: A program", "Network: 198.51.100.7")
                .doesNotContain("nightly");

        login("", "User-Agent", "nightly <b>job</b>/1.0", "X-Forwarded-For", "203.0.113.9");

        assertThat(told(PROGRAM)).isEqualTo(2);
        login("", "User-Agent", "curl/8.0", "X-Forwarded-For", "203.0.113.9");
        assertThat(told(PROGRAM)).isEqualTo(3);
        assertThat(String.join("\n", people.mail().to(email).getFirst().paragraphs()))
                .contains("Program: curl");
    }

    @Test
    @DisplayName("M-02 whoever has the password of an account fills no mailbox with what programs it is signed in by")
    void so_many_programs_an_hour_are_told_of() {
        for (int number = 0; number < 13; number++) {
            login(TokenClient.KEY + number);
        }
        assertThat(told(PROGRAM)).isEqualTo(10);

        people.clock().advance(Duration.ofHours(1));
        login(TokenClient.KEY + "later");

        assertThat(told(PROGRAM)).isEqualTo(11);
    }

    @Test
    @DisplayName("M-02 nor with what browsers it is signed in by")
    void so_many_browsers_an_hour_are_told_of() {
        for (int number = 0; number < 13; number++) {
            people.signedIn(email);
        }
        assertThat(told("A new browser signed in"))
                .as("the first is the sign-up's")
                .isEqualTo(9);
    }

    @Test
    void whoever_does_not_get_in_is_not_told_of() {
        assertThat(client.login(email, "a wrong password for her", TokenClient.KEY)
                        .status())
                .isEqualTo(401);
        assertThat(told(PROGRAM)).isZero();
    }

    @Test
    @DisplayName("N-02 each new key is told of, once, by how it begins")
    void a_key_is_told_of() {
        FormBrowser browser = people.signedIn(email);
        String made = browser.json(
                        "POST", "/api/v1/me/api-keys", "{\"name\":\"rack\",\"scopes\":[\"tokens:vend\"],\"days\":30}")
                .body();
        browser.json("POST", "/api/v1/me/api-keys", "{\"name\":\"rack\",\"scopes\":[\"tokens:vend\"],\"days\":30}");

        assertThat(told(KEY)).as("the second was refused").isOne();
        String prefix = made.replaceFirst(".*?\"prefix\":\"([^\"]+)\".*", "$1");
        String value = made.replaceFirst(".*?\"value\":\"([^\"]+)\".*", "$1");
        assertThat(String.join("\n", people.mail().to(email).getFirst().paragraphs()))
                .contains("It begins with " + prefix)
                .doesNotContain(value);
    }

    @Test
    @DisplayName("N-02 of a service account's key the administrator is told who made it")
    void a_service_accounts_key_is_told_to_whoever_made_it() {
        email = people.person(Role.ADMIN);
        FormBrowser admin = people.signedIn(email);
        String service = admin.json("POST", "/api/v1/service-accounts", "{\"name\":\"rack\"}")
                .body()
                .replaceFirst(".*?\"id\":\"([^\"]+)\".*", "$1");

        assertThat(admin.json(
                                "POST",
                                "/api/v1/service-accounts/" + service + "/api-keys",
                                "{\"name\":\"one\",\"scopes\":[\"tokens:vend\"]}")
                        .statusCode())
                .isEqualTo(201);

        assertThat(told(KEY)).isOne();
        assertThat(people.mail().to(email).stream().flatMap(letter -> letter.paragraphs().stream()))
                .anyMatch(line -> line.startsWith("A key of a service account"));
    }
}
