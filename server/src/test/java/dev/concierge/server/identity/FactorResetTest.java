package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An administrator removes somebody's second factors, with a reason. */
@Tag("security")
class FactorResetTest {
    private static final String REASON = "Lost the phone, showed a passport";

    private People people;
    private String root;
    private String other;
    private String linh;
    private FormBrowser admin;
    private FormBrowser theirs;

    @BeforeEach
    void start() {
        people = People.start(Map.of("LANES", "none"));
        root = people.person(Role.ADMIN);
        other = people.person(Role.ADMIN);
        linh = people.person();
        theirs = people.signedIn(linh);
        Apps.enrol(theirs, people.clock());
        admin = people.signedIn(root);
    }

    @AfterEach
    void stop() {
        people.close();
    }

    private HttpResponse<String> reset(FormBrowser browser, String email, String reason, String password) {
        browser.get("/admin/people/" + people.idOf(email));
        return browser.post("/admin/people/" + people.idOf(email) + "/factors", "reason", reason, "password", password);
    }

    private long factors() {
        String theirs = " where account_id = '" + people.idOf(linh) + "'";
        return people.count("select count(*) from totp_authenticators" + theirs)
                + people.count("select count(*) from recovery_codes" + theirs);
    }

    @Test
    void factors_and_sessions_end_the_reason_is_in_the_trail_and_everybody_is_told() {
        assertThat(theirs.get("/security").statusCode()).isEqualTo(200);

        HttpResponse<String> answer = reset(admin, linh, REASON, "");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        assertThat(factors()).isZero();
        assertThat(theirs.get("/security").statusCode()).isEqualTo(303);
        assertThat(people.count("select count(*) from audit_events where action = 'factor.reset' and account_id = '"
                        + people.idOf(linh) + "' and actor = 'person:" + people.idOf(root)
                        + "' and detail ->> 'reason' = '" + REASON + "'"))
                .isOne();
        assertThat(people.mail().subjects(linh)).contains("Your second factors were removed");
        // each got two: one as somebody to be told, and one of the alert
        for (String administrator : List.of(root, other)) {
            assertThat(people.mail().subjects(administrator))
                    .filteredOn(subject -> subject.contains("econd factors"))
                    .containsExactly("Security: Second factors were reset");
        }
        assertThat(people.signedIn(linh).get("/security").statusCode())
                .as("by password alone")
                .isEqualTo(200);
        assertThat(reset(admin, linh, REASON, "")
                        .headers()
                        .firstValue("Location")
                        .orElse(""))
                .endsWith("news=same");
    }

    @Test
    void without_a_reason_a_fresh_proof_or_the_role_nothing_happens() {
        assertThat(reset(admin, linh, "  ", "").statusCode()).isEqualTo(422);
        assertThat(reset(admin, linh, "two\nlines", "").statusCode()).isEqualTo(422);
        FormBrowser manager = people.signedIn(people.person(Role.MANAGER));
        assertThat(reset(manager, linh, REASON, "").statusCode()).isEqualTo(403);
        assertThat(reset(admin, root, REASON, "").statusCode()).as("one's own").isEqualTo(422);
        people.clock().advance(Duration.ofMinutes(11));
        assertThat(reset(admin, linh, REASON, "").statusCode()).isEqualTo(422);
        assertThat(factors()).isEqualTo(11);
        assertThat(people.count("select count(*) from audit_events where action = 'factor.reset'"))
                .isZero();

        assertThat(reset(admin, linh, REASON, people.proof(root)).statusCode()).isEqualTo(303);
        assertThat(factors()).isZero();
    }
}
