package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Inviting somebody by mail, where nobody makes an account otherwise ({@code SIGN_UP=invite}). */
@Tag("security")
class InvitationTest {
    private static final String BELOW = "/link/invitation/";

    private static People people;
    private static String root;

    private FormBrowser admin;

    @BeforeAll
    static void start() {
        people = People.start(Map.of("SIGN_UP", "invite", "LANES", "none", "concierge.identity.sign-up-burst", "1000"));
        root = people.person(Role.ADMIN);
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @BeforeEach
    void signIn() {
        people.clock().advance(Duration.ofHours(3));
        admin = people.signedIn(root);
    }

    private static String address() {
        return "invited." + UUID.randomUUID() + "@corp.example";
    }

    private static HttpResponse<String> invite(FormBrowser who, String email, String role) {
        who.get("/admin/people");
        return who.post("/admin/people/invitations", "email", email, "role", role);
    }

    private String invited(String role) {
        String email = address();
        HttpResponse<String> answer = invite(admin, email, role);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return email;
    }

    private static HttpResponse<String> accept(String link) {
        FormBrowser browser = people.browser();
        if (browser.get(link).statusCode() != 200) {
            browser.get("/login");
        }
        return browser.post(link, "name", "New Person", "password", People.PASSWORD, "role", "admin");
    }

    private static String role(String email) {
        return people.database()
                .owner()
                .sql("select role || ' ' || email_verified from accounts where email = :email")
                .param("email", email)
                .query(String.class)
                .optional()
                .orElse("none");
    }

    @Test
    @DisplayName("L-01 somebody invited makes an account with that address in that role, whatever they send along")
    void the_link_makes_one_account_in_the_invited_role() {
        String email = invited("user");
        String link = people.mail().link(email, BELOW);
        FormBrowser looking = people.browser();
        assertThat(looking.get(link).body()).contains(email).contains("as user");
        assertThat(role(email)).as("looking makes nothing").isEqualTo("none");

        HttpResponse<String> made = accept(link);

        assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
        assertThat(made.headers().firstValue("Location")).contains("/login?after=invitation");
        assertThat(role(email)).isEqualTo("user true");
        assertThat(people.browser().signIn(email, People.PASSWORD).statusCode()).isEqualTo(303);
        assertThat(accept(link).statusCode()).as("once").isEqualTo(400);
        assertThat(admin.get("/admin/people").body()).doesNotContain("Take the invitation of " + email);
    }

    @Test
    void the_link_works_for_seven_days() {
        String email = invited("guest");
        String link = people.mail().link(email, BELOW);
        people.clock().advance(Duration.ofDays(7).minusSeconds(1));
        assertThat(people.browser().get(link).statusCode()).isEqualTo(200);

        people.clock().advance(Duration.ofSeconds(1));

        assertThat(people.browser().get(link).statusCode()).isEqualTo(400);
        assertThat(accept(link).statusCode()).isEqualTo(400);
        assertThat(role(email)).isEqualTo("none");
    }

    @Test
    void an_invitation_is_taken_back_and_a_newer_one_ends_the_older() {
        String email = invited("guest");
        String first = people.mail().link(email, BELOW);
        assertThat(invite(admin, email, "user").statusCode()).isEqualTo(303);
        String second = people.mail().link(email, BELOW);
        assertThat(second).isNotEqualTo(first);
        assertThat(people.browser().get(first).statusCode()).isEqualTo(400);
        assertThat(people.browser().get(second).statusCode()).isEqualTo(200);

        UUID id = people.database()
                .owner()
                .sql("select id from invitations where email = :email")
                .param("email", email)
                .query(UUID.class)
                .single();
        admin.get("/admin/people");
        assertThat(admin.post("/admin/people/invitations/" + id + "/revoke").statusCode())
                .isEqualTo(303);

        assertThat(accept(second).statusCode()).isEqualTo(400);
        assertThat(role(email)).isEqualTo("none");
        assertThat(admin.post("/admin/people/invitations/" + id + "/revoke").statusCode())
                .isEqualTo(404);
    }

    @Test
    void the_same_link_pressed_by_many_at_once_makes_one_account() throws Exception {
        String email = invited("user");
        String link = people.mail().link(email, BELOW);
        List<Callable<Integer>> presses = new ArrayList<>();
        for (int press = 0; press < 8; press++) {
            presses.add(() -> accept(link).statusCode());
        }
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> answer : pool.invokeAll(presses)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers).containsOnlyOnce(303).contains(400);
        assertThat(role(email)).isEqualTo("user true");
    }

    @Test
    @DisplayName("L-02 a manager invites guests and users, and takes back no administrator's invitation")
    void a_manager_invites_guests_and_users() {
        FormBrowser manager = people.signedIn(people.person(Role.MANAGER));
        assertThat(invite(manager, address(), "guest").statusCode()).isEqualTo(303);
        assertThat(invite(manager, address(), "user").statusCode()).isEqualTo(303);
        assertThat(invite(manager, address(), "manager").statusCode()).isEqualTo(403);
        assertThat(invite(manager, address(), "admin").statusCode()).isEqualTo(403);

        String email = invited("admin");
        UUID id = people.database()
                .owner()
                .sql("select id from invitations where email = :email")
                .param("email", email)
                .query(UUID.class)
                .single();
        manager.get("/admin/people");
        assertThat(manager.post("/admin/people/invitations/" + id + "/revoke").statusCode())
                .isEqualTo(403);
        assertThat(accept(people.mail().link(email, BELOW)).statusCode()).isEqualTo(303);
        assertThat(role(email)).isEqualTo("admin true");
    }

    @Test
    @DisplayName("L-06 an invitation counts only while its inviter could still give that role")
    void an_invitation_ends_with_the_right_of_its_inviter() {
        String boss = people.person(Role.MANAGER);
        String one = address();
        String other = address();
        FormBrowser manager = people.signedIn(boss);
        assertThat(invite(manager, one, "user").statusCode()).isEqualTo(303);
        assertThat(invite(manager, other, "user").statusCode()).isEqualTo(303);
        assertThat(accept(people.mail().link(one, BELOW)).statusCode()).isEqualTo(303);

        people.database()
                .owner()
                .sql("update accounts set role = 'user' where email = :email")
                .param("email", boss)
                .update();

        assertThat(accept(people.mail().link(other, BELOW)).statusCode()).isEqualTo(400);
        assertThat(role(other)).isEqualTo("none");
    }

    private static void act(FormBrowser admin, UUID person, String act, String... fields) {
        admin.get("/admin/people/" + person);
        HttpResponse<String> answer = admin.post("/admin/people/" + person + "/" + act, fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    }

    /** They came back with the right: nobody who looked at the list while it was gone saw them. */
    @Test
    @DisplayName("L-06 an invitation does not come back with the right of its inviter")
    void an_invitation_is_dead_after_its_inviter_was_demoted_or_disabled_for_a_moment() {
        for (List<String> there : List.of(List.of("role", "role", "user"), List.of("status", "status", "disabled"))) {
            String boss = people.person(Role.MANAGER);
            String email = address();
            assertThat(invite(people.signedIn(boss), email, "user").statusCode())
                    .isEqualTo(303);
            String link = people.mail().link(email, BELOW);

            act(admin, people.idOf(boss), there.get(0), there.get(1), there.get(2), "sure", "true");
            act(
                    admin,
                    people.idOf(boss),
                    there.get(0),
                    there.get(1),
                    there.get(0).equals("role") ? "manager" : "active");

            assertThat(accept(link).statusCode()).as(there.get(2)).isEqualTo(400);
            assertThat(role(email)).isEqualTo("none");
            assertThat(admin.get("/admin/people").body()).doesNotContain(email);
        }
    }

    @Test
    @DisplayName("L-06 a demotion ends what the new role does not reach, and nothing else")
    void a_manager_keeps_the_invitations_that_a_manager_sends() {
        String boss = people.person(Role.ADMIN);
        String asUser = address();
        String asManager = address();
        people.clock().advance(Duration.ofMinutes(1));
        FormBrowser other = people.signedIn(boss);
        assertThat(invite(other, asUser, "user").statusCode()).isEqualTo(303);
        assertThat(invite(other, asManager, "manager").statusCode()).isEqualTo(303);

        act(admin, people.idOf(boss), "role", "role", "manager");

        assertThat(accept(people.mail().link(asManager, BELOW)).statusCode()).isEqualTo(400);
        assertThat(accept(people.mail().link(asUser, BELOW)).statusCode()).isEqualTo(303);
        assertThat(people.count("select count(*) from audit_events where action = 'invitation.end' and account_id = '"
                        + people.idOf(boss) + "'"))
                .isOne();
    }

    @Test
    @DisplayName("L-06 an invitation ends with an inviter who asks to delete their account, also when they keep it")
    void an_invitation_of_somebody_who_leaves_is_over() {
        String boss = people.person(Role.MANAGER);
        String email = address();
        FormBrowser manager = people.signedIn(boss);
        assertThat(invite(manager, email, "user").statusCode()).isEqualTo(303);
        manager.get("/profile/delete");
        assertThat(manager.post("/profile/delete").statusCode()).isEqualTo(303);
        manager.signIn(boss, People.PASSWORD);
        manager.get("/leaving");
        assertThat(manager.post("/leaving/keep").statusCode()).isEqualTo(303);

        assertThat(accept(people.mail().link(email, BELOW)).statusCode()).isEqualTo(400);
        assertThat(role(email)).isEqualTo("none");
    }

    /** It was looked at, then the inviter was demoted, then it was taken: for the role of before. */
    @Test
    @DisplayName("L-06 an inviter is demoted between the look at the invitation and its taking")
    void a_demotion_in_between() {
        String boss = people.person(Role.MANAGER);
        String email = address();
        assertThat(invite(people.signedIn(boss), email, "user").statusCode()).isEqualTo(303);
        TokenHash token = TokenHash.of(dev.concierge.server.encryption.Secret.of(
                people.mail().link(email, BELOW).substring(BELOW.length())));
        var auth = people.server().bean(dev.concierge.server.database.AuthScope.class);
        var repository = people.server().bean(InvitationRepository.class);
        var now = people.clock().instant();
        var found = auth.call(jdbc -> repository.peek(jdbc, token, now)).orElseThrow();

        people.change(boss, "role = 'guest'");

        assertThat(auth.<Boolean>call(jdbc -> repository.claim(jdbc, found, token, now)))
                .isFalse();
        assertThat(auth.<Boolean>call(jdbc -> repository.claim(jdbc, found, null, now)))
                .isFalse();
        people.change(boss, "role = 'manager'");
        assertThat(auth.<Boolean>call(jdbc -> repository.claim(jdbc, found, null, now)))
                .isTrue();
    }

    /** Who may not take an administrator's invitation back did so by inviting the address once more. */
    @Test
    @DisplayName("L-02 a manager ends no administrator's invitation by inviting the address to a lesser role")
    void a_manager_invites_where_an_administrator_did() {
        String email = invited("admin");
        String link = people.mail().link(email, BELOW);

        HttpResponse<String> refused = invite(people.signedIn(people.person(Role.MANAGER)), email, "guest");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("An administrator invited this address already");
        assertThat(accept(link).statusCode()).isEqualTo(303);
        assertThat(role(email)).isEqualTo("admin true");
    }

    @Test
    @DisplayName("M-02 one address is invited four times at once and no more, whoever does it")
    void one_address_gets_so_many_invitations() {
        String email = address();
        for (int time = 0; time < 4; time++) {
            assertThat(invite(admin, email, "guest").statusCode()).isEqualTo(303);
        }
        people.clock().advance(Duration.ofMinutes(1));
        FormBrowser manager = people.signedIn(people.person(Role.MANAGER));

        assertThat(invite(manager, email, "guest").statusCode()).isEqualTo(429);
    }

    @Test
    void what_cannot_be_taken_is_said_on_the_page() {
        HttpResponse<String> known = invite(admin, root, "user");
        assertThat(known.statusCode()).isEqualTo(422);
        assertThat(known.body()).contains("has an account already");
        assertThat(invite(admin, "no address", "user").statusCode()).isEqualTo(422);

        String email = invited("user");
        String link = people.mail().link(email, BELOW);
        FormBrowser browser = people.browser();
        browser.get(link);
        HttpResponse<String> weak = browser.post(link, "name", "New Person", "password", "short");
        assertThat(weak.statusCode()).isEqualTo(422);
        assertThat(weak.body()).contains("Use at least 12 characters").contains("New Person");
        assertThat(accept(link).statusCode()).as("a refusal burns nothing").isEqualTo(303);
    }

    @Test
    void the_database_holds_no_link() {
        String email = invited("user");
        String token = people.mail().link(email, BELOW).substring(BELOW.length());

        assertThat(people.count("select count(*) from invitations i where i::text like '%" + token + "%'"))
                .isZero();
        assertThat(people.count("select count(*) from audit_events e where e::text like '%" + token
                        + "%' or e::text like '%" + email + "%'"))
                .isZero();
    }
}
