package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pages of people, as managers and administrators use them and as nobody else can. */
@Tag("flow")
class PeoplePagesTest {
    private People people;
    private String root;
    private String linh;
    private FormBrowser admin;

    @BeforeEach
    void start() {
        people = People.start(Map.of("LANES", "none"));
        root = people.person(Role.ADMIN);
        linh = people.person(Role.GUEST);
        admin = people.signedIn(root);
    }

    @AfterEach
    void stop() {
        people.close();
    }

    private String page(String email) {
        return "/admin/people/" + people.idOf(email);
    }

    private HttpResponse<String> act(FormBrowser who, String email, String form, String... fields) {
        who.get(page(email));
        return who.post(page(email) + "/" + form, fields);
    }

    @Test
    void an_administrator_finds_somebody_and_sees_what_there_is() {
        people.signedIn(linh);

        assertThat(admin.get("/admin/people?q=" + linh).body())
                .contains(linh)
                .contains(page(linh))
                .doesNotContain("href=\"" + page(root));
        String one = admin.get(page(linh)).body();
        assertThat(one)
                .contains("Firefox on Linux")
                .contains("session.start")
                .contains("Themselves")
                .contains("Nothing is connected");
        assertThat(admin.get("/").body()).contains("href=\"/admin/people\"");
        assertThat(people.signedIn(linh).get("/").body()).doesNotContain("/admin/people");
        assertThat(admin.get("/admin/roles").body()).contains("Set local ids").contains("Administrator");
    }

    @Test
    void the_forms_set_role_local_id_and_state_and_say_what_was_done() {
        HttpResponse<String> role = act(admin, linh, "role", "role", "manager");
        assertThat(role.statusCode()).as(role.body()).isEqualTo(303);
        assertThat(admin.get(page(linh) + "?news=role").body())
                .contains("The role was changed.")
                .contains("guest → manager");
        assertThat(act(admin, linh, "local-id", "localId", "VNW001").statusCode())
                .isEqualTo(303);
        assertThat(admin.get("/admin/people?q=vnw").body()).contains("VNW001").contains(linh);

        HttpResponse<String> taken = act(admin, root, "local-id", "localId", "VNW001");
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(taken.body()).contains("Somebody else has this local id.").contains("value=\"VNW001\"");

        assertThat(act(admin, linh, "status", "status", "disabled").statusCode())
                .as("without the box")
                .isEqualTo(422);
        assertThat(act(admin, linh, "status", "status", "disabled", "sure", "true")
                        .statusCode())
                .isEqualTo(303);
        assertThat(admin.get("/admin/people?status=disabled").body()).contains(linh);
        assertThat(act(admin, root, "role", "role", "user").statusCode())
                .as("the last administrator")
                .isEqualTo(409);
    }

    @Test
    void a_manager_sees_everybody_and_has_forms_for_those_in_reach_only() {
        FormBrowser manager = people.signedIn(people.person(Role.MANAGER));

        String guest = manager.get(page(linh)).body();
        assertThat(guest)
                .contains(page(linh) + "/local-id")
                .doesNotContain(page(linh) + "/role")
                .doesNotContain(page(linh) + "/status")
                .doesNotContain(page(linh) + "/sign-out");
        assertThat(manager.get(page(root)).body())
                .contains("Out of your reach")
                .doesNotContain(page(root) + "/local-id");
        assertThat(manager.get("/admin/people").body()).doesNotContain("Import or export");
    }

    @Test
    void ten_minutes_after_the_sign_in_a_form_asks_for_a_proof() {
        people.clock().advance(Duration.ofMinutes(11));
        assertThat(admin.get(page(linh)).body()).contains("name=\"password\"");
        assertThat(act(admin, linh, "local-id", "localId", "A").statusCode()).isEqualTo(422);
        assertThat(act(admin, linh, "local-id", "localId", "A", "password", "not the right words")
                        .body())
                .contains("That code does not fit, or was used already.");

        assertThat(act(admin, linh, "local-id", "localId", "A", "password", people.proof(root))
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void names_and_local_ids_are_shown_as_text() {
        people.database()
                .owner()
                .sql("update accounts set display_name = '<b>bold</b>', local_id = '<i>1</i>' where email = :email")
                .param("email", linh)
                .update();
        for (String path : new String[] {"/admin/people", page(linh)}) {
            assertThat(admin.get(path).body())
                    .contains("&lt;b")
                    .doesNotContain("<b>bold</b>")
                    .doesNotContain("<i>1</i>");
        }
    }
}
