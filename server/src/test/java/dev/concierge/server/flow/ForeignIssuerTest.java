package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.TestServer;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Sign-in and connecting at an OpenID provider that others wrote, set up as an operator would: by its issuer alone. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignIssuerTest {
    private static final String ID = "acme";
    private static final String SUBJECT = "f3a9c1";

    private final int port = TestServer.freePort();
    private final HttpClient http = HttpClient.newHttpClient();
    private MockOAuth2Server issuer;
    private @Nullable World world;

    @BeforeAll
    void start() throws Exception {
        issuer = issuer();
        URI url = URI.create(issuer.issuerUrl(ID).toString());
        world = World.start(
                1,
                Map.of(
                        "CATALOG_DIR",
                        Files.createTempDirectory("concierge-no-catalog").toString(),
                        "ALLOWED_PRIVATE_HOSTS",
                        url.getAuthority(),
                        "OIDC_ACME_ISSUER",
                        url.toString(),
                        "OIDC_ACME_CLIENT_ID",
                        "acme-client",
                        "OIDC_ACME_CLIENT_SECRET",
                        "acme-secret-of-the-test"));
    }

    @AfterAll
    void stop() {
        http.close();
        world().close();
        issuer.shutdown();
    }

    private World world() {
        return java.util.Objects.requireNonNull(world);
    }

    /** One with keys of its own; the id of its key is always the same. */
    private MockOAuth2Server issuer() throws Exception {
        OAuth2TokenProvider tokens = new OAuth2TokenProvider(new KeyProvider(List.of(), "RS256"), this::now);
        MockOAuth2Server made = new MockOAuth2Server(new OAuth2Config(false, null, null, true, tokens));
        made.start(InetAddress.getByName("localhost"), port);
        // makes its key now: a trip waits for that no longer than for any other answer
        made.issueToken(ID);
        return made;
    }

    private Instant now() {
        return world == null ? Instant.now() : world.clock().instant();
    }

    /** What the next exchange says of the person. */
    private void proves(String subject) {
        issuer.enqueueCallback(new DefaultOAuth2TokenCallback(
                ID,
                subject,
                "JWT",
                List.of("acme-client"),
                Map.of("email", email(subject), "email_verified", true, "name", "Linh Tran"),
                3600));
    }

    private static String email(String subject) {
        return subject + "@acme.example";
    }

    /** Presses a button of ours and comes back from the issuer, which asks nothing. */
    private Page trip(Visitor person, String page, String form) {
        Page next = person.browser().submitOnly(person.open(page), form, Map.of());
        URI authorization =
                URI.create(next.find("a[href^='" + issuer.issuerUrl(ID) + "']").attr("href"));
        assertThat(authorization.getRawQuery()).contains("code_challenge_method=S256", "nonce=", "state=");
        return person.browser().open(authorization);
    }

    private UUID connected(Visitor person) {
        Page page = trip(person, "/integrations", "form[action='/integrations/acme/connect']");
        assertThat(page.path()).as("refused: %s", reasons()).matches("/integrations/[0-9a-f-]{36}");
        return UUID.fromString(page.path().substring("/integrations/".length()));
    }

    private void signsIn(Visitor person) {
        Page page = trip(person, "/auth/login/acme", "form[action='/auth/login/acme']");
        assertThat(page.uri()).as("refused: %s", reasons()).isEqualTo(world().url("/"));
    }

    /** What the trail says of refusals so far. */
    private List<String> reasons() {
        return world().database()
                .owner()
                .sql("select detail ->> 'reason' from audit_events where outcome = 'refused'")
                .query((row, _) -> row.getString(1))
                .list();
    }

    private Api backend(Visitor person) {
        return new Api(
                http,
                world().server(),
                world().url("/"),
                person.apiKey("tokens:vend", "integrations:read", "integrations:write"));
    }

    @Test
    void a_person_signs_in_and_is_known_again_by_issuer_and_subject() {
        assertThat(world().server().bean(Catalog.class).require(ID).name()).isEqualTo("Acme");
        proves("signs-in");
        Visitor linh = world().visitor();
        signsIn(linh);
        proves("signs-in");
        Visitor again = world().visitor();
        signsIn(again);

        assertThat(identities("signs-in")).containsExactly(issuer.issuerUrl(ID).toString());
        assertThat(again.open("/security").text()).contains("Acme", email("signs-in"));
    }

    @Test
    void an_account_is_connected_renewed_and_ended() {
        proves(SUBJECT);
        Visitor ada = world().visitor().signUp();
        UUID integration = connected(ada);
        Api backend = backend(ada);
        String first = backend.token(integration).json().path("accessToken").asString();
        assertThat(ada.open("/integrations/" + integration).text()).contains("Acme", email(SUBJECT));

        for (int time = 0; time < 2; time++) {
            world().advance(Duration.ofHours(2));
            Api.Answer renewed = backend.token(integration);
            assertThat(renewed.status()).as(renewed.raw().body()).isEqualTo(200);
            assertThat(renewed.json().path("accessToken").asString()).isNotEqualTo(first);
        }

        // It refuses a revocation without token_type_hint, which RFC 7009 section 2.1 leaves to the client: nothing is
        // claimed that was not done.
        Api.Answer receipt = backend.delete("/api/v1/oauth/integrations/" + integration);
        assertThat(receipt.json().path("outcome").asString())
                .as(receipt.raw().body())
                .isNotEqualTo("revoked");
        assertThat(backend.token(integration).status()).isEqualTo(404);
    }

    @Test
    void the_issuer_is_restarted_with_another_key_of_the_same_id_and_people_come_in_as_before() throws Exception {
        proves("restarted");
        signsIn(world().visitor());
        issuer.shutdown();
        issuer = issuer();
        world().advance(Duration.ofMinutes(2));

        proves("restarted");
        signsIn(world().visitor());
        proves("restarted-connect");
        connected(world().visitor().signUp());
    }

    private List<String> identities(String subject) {
        return world().database()
                .owner()
                .sql("select issuer from identities where subject = :subject")
                .param("subject", subject)
                .query((row, _) -> row.getString(1))
                .list();
    }
}
