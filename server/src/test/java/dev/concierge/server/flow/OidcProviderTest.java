package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Connecting at an OpenID provider of which the operator gave the issuer and nothing else. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcProviderTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The sandbox's Google names scopes in a way of its own; an OpenID provider repeats what was asked for. */
    private static final String SCOPES = "{\"scope\":\"openid profile email\"}";

    private World world;

    @BeforeAll
    void start() {
        world = World.start(
                1,
                Map.of(
                        "OIDC_ACME_CORP_ISSUER",
                        "{sandbox}/google",
                        "OIDC_ACME_CORP_CLIENT_ID",
                        "acme-client",
                        "OIDC_ACME_CORP_CLIENT_SECRET",
                        "acme-secret",
                        "OIDC_AWAY_ISSUER",
                        "http://127.0.0.1:9/",
                        "OIDC_AWAY_CLIENT_ID",
                        "x",
                        "OIDC_AWAY_CLIENT_SECRET",
                        "y"));
        String callback = world.url("/api/v1/oauth/acme-corp/callback").toString();
        world.sandbox().registerClient(new Client("google", "acme-client", "acme-secret", "Acme", List.of(callback)));
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    void a_person_connects_at_it_and_an_issuer_that_is_away_hinders_nobody() {
        Catalog catalog = world.server().bean(Catalog.class);
        assertThat(catalog.require("acme-corp").authorization().issParameter()).isTrue();
        assertThat(catalog.find("away")).isEmpty();
        Visitor ada = world.visitor().signUp();
        world.sandbox()
                .knobs()
                .set(Knobs.LIE, List.of(new Fault.Lie("token", 1, JSON.readValue(SCOPES, ObjectNode.class))));

        Page next = ada.browser()
                .submitOnly(ada.open("/integrations"), "form[action='/integrations/acme-corp/connect']", Map.of());
        URI authorization = URI.create(
                next.find("a[href^='" + world.sandbox().baseUrl() + "']").attr("href"));
        assertThat(authorization.getRawQuery()).contains("code_challenge_method=S256", "nonce=");
        Page page = ada.browser().open(ada.consent(authorization, Visitor.LINH_WORK, Set.of()));

        assertThat(page.path()).startsWith("/integrations/");
        assertThat(page.text()).contains("Acme corp", Visitor.LINH_WORK, "See your e-mail address");
    }
}
