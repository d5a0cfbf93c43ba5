package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.web.Role;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ADMIN_ALLOWED_NETWORKS}: administration is reached from some networks only, whoever asks. */
@Tag("security")
class AdminNetworksTest {
    private static People people;
    private static FormBrowser admin;

    @BeforeAll
    static void start() {
        people = People.start(Map.of("ADMIN_ALLOWED_NETWORKS", "10.1.0.0/16, 2001:db8:5::/48", "LANES", "none"));
        admin = people.signedIn(people.person(Role.ADMIN));
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 200",
        "2001:db8:5:9::1, 200",
        "10.2.0.1, 403",
        "2001:db8:6::1, 403",
        "192.0.2.1, 403",
        "'10.1.2.3, 192.0.2.1', 403",
        "'192.0.2.1, 10.1.2.3', 200"
    })
    void administration_answers_to_allowed_networks_alone(String client, int status) {
        for (String path : new String[] {
            "/admin/people",
            "/admin/keys",
            "/api/v1/users",
            "/api/users",
            "/api/v1/admin/jobs",
            "/api/v1/registrations",
            "/api/v1/audit",
            "/api/v1/alerts",
            "/api/v1/look",
            "/api/v1/emergency-stops",
            "/api/v1/service-accounts"
        }) {
            assertThat(admin.get(path, "X-Forwarded-For", client, "Accept", "*/*")
                            .statusCode())
                    .as(path)
                    .isEqualTo(status);
        }
        assertThat(admin.get("/security", "X-Forwarded-For", client).statusCode())
                .as("the rest is reached from anywhere")
                .isEqualTo(200);
    }

    @Test
    void every_endpoint_of_administration_is_closed_to_other_networks() {
        admin.get("/security");
        for (String endpoint : RolesMatrixTest.endpoints()) {
            assertThat(RolesMatrixTest.ask(admin, endpoint).statusCode())
                    .as(endpoint)
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({"/admin", "/admin/", "/admin/people/", "/api/v1/users/", "/admin/nothing"})
    void paths_that_are_almost_those_are_closed_too(String path) {
        assertThat(admin.get(path, "X-Forwarded-For", "192.0.2.1").statusCode()).isEqualTo(403);
    }

    @Test
    void somebody_who_is_not_signed_in_hears_the_same_and_it_is_written_down() {
        long before = people.count("select count(*) from audit_events where action = 'administration.reach'");

        assertThat(people.browser()
                        .get("/admin/people", "X-Forwarded-For", "198.51.100.9")
                        .statusCode())
                .isEqualTo(403);

        assertThat(people.count("select count(*) from audit_events where action = 'administration.reach'"))
                .isEqualTo(before + 1);
    }
}
