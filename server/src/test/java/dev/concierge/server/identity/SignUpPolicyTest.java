package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.TestServer;
import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may make an account is an administrator's to decide, over what the environment says. */
@Tag("security")
class SignUpPolicyTest {
    private static final String API = "/api/v1/admin/sign-up";
    private static final String PAGE = "/admin/sign-up";

    private People people;
    private FormBrowser admin;
    private String root;

    @BeforeEach
    void start() {
        people = People.start(Map.of("LANES", "none", "SIGN_UP", "open", "concierge.identity.sign-up-burst", "1000"));
        root = people.person(Role.ADMIN);
        admin = people.signedIn(root);
    }

    @AfterEach
    void stop() {
        people.close();
    }

    /** @return whether an account was made */
    private boolean signsUp() {
        String email = "new." + UUID.randomUUID() + "@corp.example";
        FormBrowser browser = people.browser();
        browser.get("/signup");
        browser.post("/signup", "name", "Somebody", "email", email, "password", People.PASSWORD, "to", "/");
        return people.count("select count(*) from accounts where email = '" + email + "'") == 1;
    }

    private HttpResponse<String> save(String policy, String domains, String version) {
        admin.get(PAGE);
        return admin.post(PAGE, "policy", policy, "domains", domains, "version", version);
    }

    @Test
    @DisplayName("C-14 an administrator closes the sign-up, narrows it, and goes back to the environment's")
    void it_counts_from_the_next_sign_up_on() {
        assertThat(admin.get(PAGE).body()).contains("The operator set it at the machine");
        assertThat(signsUp()).isTrue();

        assertThat(save("invite", "", "0").statusCode()).isEqualTo(303);
        assertThat(signsUp()).isFalse();
        assertThat(people.browser().get("/login").body()).doesNotContain("href=\"/signup");
        assertThat(admin.get(PAGE).body()).contains("It was decided here");

        assertThat(save("open", "Corp.example, example.org", "1").statusCode()).isEqualTo(303);
        assertThat(signsUp()).as("a password proves no address").isFalse();
        assertThat(admin.json("GET", API, "").body())
                .contains("\"domains\":[\"corp.example\",\"example.org\"]", "\"policy\":\"open\"", "\"kept\":true");

        admin.get(PAGE);
        assertThat(admin.post(PAGE + "/reset").statusCode()).isEqualTo(303);
        assertThat(signsUp()).isTrue();
        assertThat(people.count("select count(*) from audit_events where action = 'sign_up.change' and account_id = '"
                        + people.idOf(root) + "'"))
                .isEqualTo(3);
        assertThat(people.count("select count(*) from audit_events where detail ->> 'before' = 'invite'"
                        + " and detail ->> 'after' = 'open corp.example example.org'"))
                .isOne();
    }

    @Test
    void a_change_counts_on_another_node() {
        try (TestServer second = people.secondNode()) {
            SignUpRules there = second.bean(SignUpRules.class);
            assertThat(there.allow(null)).isTrue();

            save("closed", "", "0");

            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (there.allow(null) && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(there.allow(null)).isFalse();
        }
    }

    @Test
    void what_is_no_policy_and_what_was_overtaken_changes_nothing() {
        assertThat(save("sometimes", "", "0").statusCode()).isEqualTo(422);
        assertThat(save("open", "@corp.example", "0").statusCode()).isEqualTo(422);
        assertThat(save("closed", "", "7").statusCode()).isEqualTo(409);
        assertThat(admin.json("PUT", API, "{\"policy\":\"closed\"}").statusCode())
                .isEqualTo(400);
        assertThat(admin.json("PUT", API, "{\"version\":3,\"policy\":\"closed\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(signsUp()).isTrue();
        assertThat(admin.json("PUT", API, "{\"version\":0,\"policy\":\"closed\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(signsUp()).isFalse();
        assertThat(admin.json("DELETE", API, "").body()).contains("\"kept\":false", "\"policy\":\"open\"");
    }
}
