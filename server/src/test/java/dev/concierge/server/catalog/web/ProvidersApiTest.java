package dev.concierge.server.catalog.web;

import static org.hamcrest.Matchers.contains;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Catalogs;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.rooms.Rooms;
import dev.concierge.server.support.Proved;
import dev.concierge.server.web.PublicUrl;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** {@code GET /api/v1/oauth/providers} and {@code /platforms}. */
@Tag("flow")
class ProvidersApiTest {
    @Test
    void the_list_says_what_is_configured_and_what_scopes_mean_and_never_a_client_secret() throws Exception {
        try (Rooms rooms = rooms(true)) {
            api(rooms)
                    .perform(get("/api/v1/oauth/providers"))
                    .andExpect(status().isOk())
                    .andExpect(jsonPath("$.items[*].id").value(contains(Catalogs.IDS.toArray(String[]::new))))
                    .andExpect(jsonPath(of("google") + "name").value("Google"))
                    .andExpect(jsonPath(of("google") + "configured").value(true))
                    .andExpect(jsonPath(of("youtube") + "configured").value(true))
                    .andExpect(jsonPath(of("github") + "configured").value(false))
                    .andExpect(jsonPath(of("google") + "scopes[0].name").value("openid"))
                    .andExpect(jsonPath(of("google") + "scopes[0].class").value("identity"))
                    .andExpect(jsonPath(of("google") + "scopes[0].title").value("Know who you are"))
                    .andExpect(jsonPath(of("google") + "clientSecret").doesNotExist())
                    .andExpect(jsonPath("$.nextCursor").isEmpty());
        }
    }

    @Test
    void a_provider_without_a_registration_is_listed_as_not_configured_and_platforms_are_the_social_ones()
            throws Exception {
        try (Rooms rooms = rooms(false)) {
            api(rooms)
                    .perform(get("/api/v1/oauth/providers"))
                    .andExpect(jsonPath(of("github") + "configured").value(false));
            api(rooms)
                    .perform(get("/api/v1/oauth/platforms"))
                    .andExpect(status().isOk())
                    .andExpect(jsonPath("$.items[*].id").value(contains("linkedin", "meta", "twitter", "youtube")));
        }
    }

    private static String of(String id) {
        return "$.items[" + Catalogs.IDS.indexOf(id) + "].";
    }

    private static Rooms rooms(boolean configured) throws SQLException {
        Rooms.Opening opening = Rooms.with("database", "jobs", "encryption", "audit", "limits", "catalog")
                .bean("proved", new Proved())
                .bean("publicUrl", PublicUrl.of("https://ours.example"));
        if (configured) {
            opening.set("GOOGLE_CLIENT_ID", "id").set("GOOGLE_CLIENT_SECRET", "s3cret");
        }
        return opening.open();
    }

    private static MockMvc api(Rooms rooms) {
        return MockMvcBuilders.standaloneSetup(
                        new ProvidersController(rooms.get(Catalog.class), rooms.get(Registrations.class)))
                .build();
    }
}
