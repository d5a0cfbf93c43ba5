package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.TestServer;
import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /api/v1/users}: who is there, what they are called, what they may do. */
@Tag("flow")
class UsersApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private People people;
    private String root;
    private FormBrowser admin;

    @BeforeEach
    void start() {
        people = People.start(Map.of("LANES", "none", "concierge.identity.sign-in-burst", "10000"));
        root = people.person(Role.ADMIN);
        admin = people.signedIn(root);
    }

    @AfterEach
    void stop() {
        people.close();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> put(FormBrowser browser, String email, String what, String body) {
        return browser.json("PUT", "/api/v1/users/" + people.idOf(email) + "/" + what, body);
    }

    private JsonNode user(String email) {
        return json(admin.get("/api/v1/users/" + people.idOf(email)));
    }

    private void named(String email, String name) {
        people.database()
                .owner()
                .sql("update accounts set display_name = :name where email = :email")
                .param("name", name)
                .param("email", email)
                .update();
    }

    private List<String> found(String query) {
        JsonNode answer = json(admin.get("/api/v1/users?" + query));
        return answer.path("items")
                .valueStream()
                .map(item -> item.path("email").asString())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/users", "/api/users"})
    void lists_people_newest_first_a_page_at_a_time(String path) {
        List<String> made = new ArrayList<>(List.of(root));
        for (int number = 0; number < 6; number++) {
            people.clock().advance(Duration.ofSeconds(1));
            made.add(people.person());
        }

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            HttpResponse<String> answer = admin.get(path + "?limit=3&cursor=" + cursor);
            assertThat(answer.statusCode()).isEqualTo(200);
            json(answer)
                    .path("items")
                    .forEach(item -> seen.add(item.path("email").asString()));
            cursor = json(answer).path("nextCursor").asString("");
        } while (!cursor.isEmpty());

        assertThat(seen).isEqualTo(made.reversed());
        JsonNode one = json(admin.get(path + "/" + people.idOf(made.getLast())));
        assertThat(one.path("role").asString()).isEqualTo("guest");
        assertThat(one.path("localId").isNull()).isTrue();
        assertThat(one.path("ways").get(0).asString()).isEqualTo("password");
    }

    @Test
    @DisplayName("E13 a local id is set, shown, kept to one person, and cleared")
    void a_local_id_is_set_shown_unique_and_cleared() {
        String linh = people.person();
        String other = people.person();

        HttpResponse<String> set = put(admin, linh, "localId", "{\"localId\":\"VNW001\"}");
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        assertThat(json(set).path("localId").asString()).isEqualTo("VNW001");

        HttpResponse<String> taken = put(admin, other, "localId", "{\"localId\":\"VNW001\"}");
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(taken.body()).contains("Somebody else has this local id.").doesNotContain(linh);
        assertThat(user(other).path("localId").isNull()).isTrue();

        assertThat(put(admin, linh, "localId", "{\"localId\":null}").statusCode())
                .isEqualTo(200);
        assertThat(put(admin, other, "localId", "{\"localId\":\"VNW001\"}").statusCode())
                .isEqualTo(200);
        assertThat(people.database()
                        .owner()
                        .sql(
                                "select detail ->> 'before' || '>' || (detail ->> 'after') from audit_events where action = 'account.local_id' and account_id = :id order by xact")
                        .param("id", people.idOf(linh))
                        .query(String.class)
                        .list())
                .containsExactly(">VNW001", "VNW001>");
    }

    @ParameterizedTest
    @CsvSource({
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 200",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 400",
        "'a\\nb', 400",
        "'\\u202Eabc', 400",
        "'\\u0000', 400"
    })
    void a_local_id_is_one_line_of_up_to_fifty_characters(String localId, int status) {
        assertThat(put(admin, root, "localId", "{\"localId\":\"" + localId + "\"}")
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    @DisplayName("L-06 a role given or taken counts from the next request on, and the person is told")
    void a_role_counts_from_the_next_request_on() {
        String linh = people.person();
        FormBrowser hers = people.signedIn(linh);
        assertThat(hers.get("/api/v1/users").statusCode()).isEqualTo(403);

        assertThat(put(admin, linh, "role", "{\"role\":\"manager\"}").statusCode())
                .isEqualTo(200);
        assertThat(hers.get("/api/v1/users").statusCode()).isEqualTo(200);

        assertThat(put(admin, linh, "role", "{\"role\":\"user\"}").statusCode()).isEqualTo(200);
        assertThat(hers.get("/api/v1/users").statusCode()).isEqualTo(403);
        assertThat(people.count("select count(*) from mails where kind = 'role'"))
                .isEqualTo(2);
        assertThat(put(admin, linh, "role", "{\"role\":\"owner\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void disabling_ends_sessions_and_keys_on_the_other_node_for_good() {
        String linh = people.person();
        FormBrowser hers = people.signedIn(linh);
        String key = JSON.readTree(hers.json(
                                "POST",
                                "/api/v1/me/api-keys",
                                "{\"name\":\"mine\",\"scopes\":[\"integrations:read\"],\"days\":30}")
                        .body())
                .path("value")
                .asString();
        try (TestServer other = people.secondNode()) {
            FormBrowser there = new FormBrowser(other.url());
            there.plant(SessionCookie.NAME, hers.cookie(SessionCookie.NAME));
            String host = people.server().url().getAuthority();
            assertThat(RawHttp.get(other.url(), "/security", host, there).status())
                    .isEqualTo(200);
            assertThat(people.browser()
                            .get("/api/v1/me", "Authorization", "Bearer " + key)
                            .statusCode())
                    .isEqualTo(200);

            assertThat(put(admin, linh, "status", "{\"status\":\"disabled\"}").statusCode())
                    .isEqualTo(200);

            Instant deadline = Instant.now().plusSeconds(30);
            int status;
            do {
                status = RawHttp.get(other.url(), "/security", host, there).status();
            } while (status == 200 && Instant.now().isBefore(deadline));
            assertThat(status).isEqualTo(303);
            assertThat(people.browser().signIn(linh, People.PASSWORD).statusCode())
                    .isNotEqualTo(303);
        }
        assertThat(put(admin, linh, "status", "{\"status\":\"active\"}").statusCode())
                .isEqualTo(200);
        assertThat(hers.get("/security").statusCode())
                .as("the session stays over")
                .isEqualTo(303);
        assertThat(people.browser()
                        .get("/api/v1/me", "Authorization", "Bearer " + key)
                        .statusCode())
                .as("the key stays over")
                .isEqualTo(401);
        assertThat(people.browser().signIn(linh, People.PASSWORD).statusCode()).isEqualTo(303);
        assertThat(people.count("select count(*) from mails where kind in ('disabled', 'enabled')"))
                .isEqualTo(2);
    }

    @Test
    void an_administrator_signs_somebody_out_everywhere() {
        String linh = people.person();
        FormBrowser hers = people.signedIn(linh);

        assertThat(admin.json("DELETE", "/api/v1/users/" + people.idOf(linh) + "/sessions", "")
                        .statusCode())
                .isEqualTo(204);

        assertThat(hers.get("/security").statusCode()).isEqualTo(303);
        assertThat(people.count("select count(*) from mails where kind = 'signed_out'"))
                .isOne();
    }

    @Test
    @DisplayName("L-02 a manager sets a guest's local id, and touches neither managers nor administrators")
    void a_manager_reaches_guests_and_users_only() {
        String boss = people.person(Role.MANAGER);
        FormBrowser manager = people.signedIn(boss);
        String guest = people.person(Role.GUEST);
        String user = people.person(Role.USER);

        assertThat(put(manager, guest, "localId", "{\"localId\":\"G1\"}").statusCode())
                .isEqualTo(200);
        assertThat(put(manager, user, "localId", "{\"localId\":\"U1\"}").statusCode())
                .isEqualTo(200);
        for (String above : List.of(root, boss, people.person(Role.MANAGER))) {
            assertThat(put(manager, above, "localId", "{\"localId\":\"X1\"}").statusCode())
                    .isEqualTo(403);
            assertThat(user(above).path("localId").isNull()).isTrue();
        }
        assertThat(put(manager, guest, "role", "{\"role\":\"admin\"}").statusCode())
                .isEqualTo(403);
        assertThat(put(manager, boss, "role", "{\"role\":\"admin\"}").statusCode())
                .isEqualTo(403);
        assertThat(put(manager, root, "status", "{\"status\":\"disabled\"}").statusCode())
                .isEqualTo(403);
        assertThat(people.count(
                        "select count(*) from audit_events where action like 'people.%' and outcome = 'refused'"))
                .isEqualTo(6);
    }

    @Test
    @DisplayName("J-14 ten minutes after the sign-in an act asks for the password")
    void an_act_asks_for_the_password_again() {
        String linh = people.person();
        people.clock().advance(Duration.ofMinutes(11));

        assertThat(put(admin, linh, "localId", "{\"localId\":\"A\"}").statusCode())
                .isEqualTo(403);
        assertThat(put(admin, linh, "localId", "{\"localId\":\"A\",\"password\":\"wrong and long enough\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(user(linh).path("localId").isNull()).isTrue();
        assertThat(put(admin, linh, "localId", "{\"localId\":\"A\",\"password\":\"" + people.proof(root) + "\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_search_finds_by_the_beginning_of_address_name_last_name_and_local_id_each_person_once() {
        String tran = people.person();
        named(tran, "Linh Tran");
        String trask = people.person();
        named(trask, "Tra Owen");
        String other = people.person();
        named(other, "Somebody");
        put(admin, other, "localId", "{\"localId\":\"TRA-9\"}");
        String address = people.person();
        people.database()
                .owner()
                .sql(
                        "update accounts set email = 'tra.both@corp.example', display_name = 'Tra Both' where email = :email")
                .param("email", address)
                .update();

        assertThat(found("q=tra")).containsExactly("tra.both@corp.example", trask, tran, other);
        assertThat(found("q=TRA&limit=200")).hasSize(4);
        assertThat(found("q=tra.both@corp.example")).containsExactly("tra.both@corp.example");
        assertThat(found("q=TRA-9")).containsExactly(other);

        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(admin.get("/api/v1/users?q=tra&limit=1&cursor=" + cursor));
            page.path("items").forEach(item -> paged.add(item.path("email").asString()));
            cursor = page.path("nextCursor").asString("");
        } while (!cursor.isEmpty());
        assertThat(paged).containsExactly("tra.both@corp.example", trask, tran, other);
    }

    @Test
    void a_search_that_finds_nothing_finds_what_resembles_it() {
        String tran = people.person();
        named(tran, "Fatima Zahra Traoré");
        String wyn = people.person();
        named(wyn, "Katarzyna Wiśniewska");

        JsonNode answer = json(admin.get("/api/v1/users?q=katarzina"));
        assertThat(answer.path("alike").asBoolean()).isTrue();
        assertThat(answer.path("items").get(0).path("email").asString()).isEqualTo(wyn);
        assertThat(found("q=fatma")).contains(tran).doesNotContain(wyn);
        assertThat(found("q=katarzina&role=admin")).isEmpty();
        assertThat(json(admin.get("/api/v1/users?q=kata")).path("alike").asBoolean())
                .isFalse();
    }

    @Test
    void filters_narrow_by_role_state_way_and_last_sign_in() {
        String manager = people.person(Role.MANAGER);
        String never = people.person();
        String disabled = people.person();
        put(admin, disabled, "status", "{\"status\":\"disabled\"}");

        assertThat(found("role=manager")).containsExactly(manager);
        assertThat(found("status=disabled")).containsExactly(disabled);
        assertThat(found("status=active")).contains(root, never).doesNotContain(disabled);
        assertThat(found("seen=day")).containsExactly(root);
        assertThat(found("seen=never")).contains(never).doesNotContain(root);
        assertThat(found("way=password")).contains(root, never);
        assertThat(found("way=google")).isEmpty();
        assertThat(found("second=app")).containsExactly(root);
        assertThat(found("second=none")).contains(never, manager).doesNotContain(root);
        assertThat(found("second=passkey")).isEmpty();
        people.database().owner().sql("""
                        insert into passkeys (id, account_id, credential_id, public_key, sign_count, backup_eligible, backed_up, transports, name,
                                              created_at, used_at)
                        values (gen_random_uuid(), :account, '\\x01', '\\x01', 0, false, false, '{}', 'Her <key>', now(), now())
                        """).param("account", people.idOf(never)).update();
        assertThat(found("second=passkey")).containsExactly(never);
        assertThat(found("second=none")).doesNotContain(never);
        assertThat(found("second=passkey&q=nobody")).isEmpty();
        assertThat(admin.get("/admin/people/" + people.idOf(never)).body())
                .contains("Her &lt;key&gt;", "Passkey")
                .doesNotContain("Her <key>");
        assertThat(admin.get("/admin/people?second=passkey").body())
                .contains("/admin/people/" + people.idOf(never))
                .doesNotContain("/admin/people/" + people.idOf(manager));
        people.clock().advance(Duration.ofDays(29));
        assertThat(json(people.signedIn(root).get("/api/v1/users?seen=month")).path("items"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "role=owner",
        "status=gone",
        "seen=then",
        "second=face",
        "way=%27",
        "limit=0",
        "limit=201",
        "cursor=x",
        "cursor=%00"
    })
    @DisplayName("E-08 words that are none of ours are refused and reach no SQL")
    void words_that_are_none_of_ours_are_refused(String query) {
        assertThat(admin.get("/api/v1/users?" + query).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"%27%3B+drop+table+accounts%3B--", "%25", "_", "%5C", "%22", "%3Aname", "%26+%7C+%21"})
    @DisplayName("E-08 a search for what means something in SQL is a search for those characters")
    void a_search_is_a_parameter(String text) {
        HttpResponse<String> answer = admin.get("/api/v1/users?q=" + text);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("items")).isEmpty();
    }

    @Test
    void nobody_of_an_id_is_not_found() {
        assertThat(admin.get("/api/v1/users/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
        assertThat(admin.json("PUT", "/api/v1/users/" + UUID.randomUUID() + "/role", "{\"role\":\"user\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @DisplayName(
            "C-15 whoever asked to delete their account is disabled all the same, and neither a sign-in nor the link of the mail undoes it")
    void c15_somebody_who_leaves_is_disabled() {
        String linh = people.person();
        FormBrowser hers = people.signedIn(linh);
        hers.get("/profile/delete");
        assertThat(hers.post("/profile/delete").statusCode()).isEqualTo(303);
        String keep = people.mail().link(linh, "/link/keep/");
        UUID id = people.idOf(linh);

        assertThat(put(admin, linh, "status", "{\"status\":\"disabled\"}").statusCode())
                .isEqualTo(200);

        assertThat(people.count(
                        "select count(*) from accounts where status = 'disabled' and account_id = '" + id + "'"))
                .isOne();
        assertThat(people.browser().signIn(linh, People.PASSWORD).statusCode()).isEqualTo(422);
        FormBrowser mailbox = people.browser();
        assertThat(mailbox.get(keep).statusCode()).isEqualTo(400);
        mailbox.get("/login");
        assertThat(mailbox.post(keep).statusCode()).isEqualTo(400);
        assertThat(people.count("select count(*) from account_departures")).isZero();
        assertThat(
                        people.count(
                                "select count(*) from audit_events where action = 'account.status' and detail::text like '%leaving%'"))
                .isOne();
        people.clock().advance(Duration.ofDays(15));
        assertThat(people.count(
                        "select count(*) from accounts where status = 'disabled' and account_id = '" + id + "'"))
                .as("nothing of it is deleted")
                .isOne();
    }
}
