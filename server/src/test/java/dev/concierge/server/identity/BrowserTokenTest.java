package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** J-13: the access token that a signed-in browser asked for is worth nothing when its session has ended, by whichever way. */
@Tag("security")
class BrowserTokenTest {
    private static People people;
    private static TokenClient client;

    private String email = "";
    private FormBrowser browser = new FormBrowser(java.net.URI.create("http://localhost"));
    private String token = "";

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
    void ask() {
        people.clock().advance(Duration.ofHours(3));
        email = people.person();
        browser = people.signedIn(email);
        token = token(browser);
        assertThat(client.me(token).status()).isEqualTo(200);
    }

    private static String token(FormBrowser browser) {
        HttpResponse<String> answer = browser.json("POST", "/api/v1/me/access-token", "{}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().replaceFirst(".*?\"accessToken\":\"([^\"]+)\".*", "$1");
    }

    private void isOver() {
        Within.aSecond(() -> client.me(token).status() == 401);
    }

    @Test
    @DisplayName("J-13 a token of a browser that signed out")
    void signing_out_ends_it() {
        browser.post("/logout");
        isOver();
    }

    @Test
    @DisplayName("J-13 a token of a browser where somebody signed in anew")
    void another_sign_in_ends_it() {
        browser.signIn(email, People.PASSWORD);
        isOver();
    }

    @Test
    @DisplayName("J-13 a token of a session that was ended from another browser, alone or with all others")
    void ended_from_another_browser() {
        String session = people.database()
                .owner()
                .sql("select session_id::text from sessions where account_id = :id and ended_at is null")
                .param("id", people.idOf(email))
                .query(String.class)
                .single();
        FormBrowser other = people.signedIn(email);
        assertThat(other.post("/security/sessions/" + session + "/end").statusCode())
                .isEqualTo(303);
        isOver();

        browser = people.signedIn(email);
        token = token(browser);
        String own = token(other);
        other.get("/security");
        assertThat(other.post("/security/sessions/end-others").statusCode()).isEqualTo(303);
        isOver();
        assertThat(client.me(own).status()).as("the one that stays").isEqualTo(200);
    }

    @Test
    @DisplayName("J-13 a token after a reset of the password")
    void a_reset_ends_it() {
        FormBrowser forgetful = people.browser();
        forgetful.get("/forgot");
        forgetful.post("/forgot", "email", email);
        String link = people.mail().link(email, "/link/reset/");
        forgetful.get(link);
        assertThat(forgetful.post(link, "password", "a new kettle hums at nine").statusCode())
                .isEqualTo(303);
        isOver();
    }

    @Test
    @DisplayName("J-13 a token after an administrator signed its person out, or disabled them")
    void administration_ends_it() {
        FormBrowser admin = people.signedIn(people.person(Role.ADMIN));
        String path = "/api/v1/users/" + people.idOf(email);
        assertThat(admin.json("DELETE", path + "/sessions", "").statusCode()).isEqualTo(204);
        isOver();

        browser = people.signedIn(email);
        token = token(browser);
        assertThat(admin.json("PUT", path + "/status", "{\"status\":\"disabled\"}")
                        .statusCode())
                .isEqualTo(200);
        isOver();
        assertThat(admin.json("PUT", path + "/status", "{\"status\":\"active\"}")
                        .statusCode())
                .isEqualTo(200);
        isOver();
    }

    @Test
    @DisplayName("J-13 a token that was ended by itself stays so, and the session's next one works")
    void a_token_that_was_ended_makes_room_for_the_next() {
        assertThat(client.send("DELETE", "/api/v1/me/access-token", "", "Authorization", "Bearer " + token)
                        .status())
                .isEqualTo(204);
        isOver();

        String next = token(browser);

        assertThat(client.me(next).status()).isEqualTo(200);
        isOver();
    }
}
