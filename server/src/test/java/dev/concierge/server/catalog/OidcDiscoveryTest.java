package dev.concierge.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.catalog.Authorization.Pkce;
import dev.concierge.server.catalog.TokenRules.ClientAuthentication;
import dev.concierge.server.outbound.TestOutbound;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.support.FakeProvider;
import dev.concierge.server.support.HostileAnswers;
import dev.concierge.server.support.SettableClock;
import dev.concierge.server.web.PublicUrl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenID providers that the operator names by issuer alone (OpenID Connect Discovery). */
@Tag("flow")
class OidcDiscoveryTest {
    private final SettableClock clock = new SettableClock();
    private final FakeProvider fake = FakeProvider.start(FakeProvider.json(200, "{}"));
    private final TestOutbound way = TestOutbound.allowing(clock, fake);
    private final String base = fake.url("").toString();
    private final List<String> changes = new java.util.ArrayList<>();
    private final Map<String, String> variables = new java.util.TreeMap<>(Map.of(
            "OIDC_ACME_CORP_ISSUER", base, "OIDC_ACME_CORP_CLIENT_ID", "us", "OIDC_ACME_CORP_CLIENT_SECRET", "s3cret"));

    @AfterEach
    void close() {
        way.close();
        fake.close();
    }

    private List<OidcIssuer> issuers() {
        return OidcIssuers.read(variables.keySet(), variables::get, List.of("google"), false);
    }

    private OidcDiscovery discovery() {
        return new OidcDiscovery(
                issuers(),
                way.outbound(),
                (provider, taken, detail) -> changes.add(provider + " " + taken + " " + detail),
                clock);
    }

    private void serves(String more) {
        fake.script(FakeProvider.json(200, document(base, more)));
    }

    private String document(String issuer, String more) {
        return """
                {"issuer":"%s","authorization_endpoint":"%s/authorize","token_endpoint":"%s/token","jwks_uri":"%s/jwks",
                 "userinfo_endpoint":"%s/me","subject_types_supported":["public"],"response_types_supported":["code"]%s}
                """.formatted(issuer, base, base, base, base, more);
    }

    private Provider discovered(String more) {
        serves(more);
        return new Catalog(List.of(), discovery()).require("acme-corp");
    }

    @Test
    void a_document_becomes_a_provider_for_sign_in_and_connecting() {
        Provider provider = discovered(
                ",\"scopes_supported\":[\"openid\",\"email\",\"offline_access\"],\"code_challenge_methods_supported\":[\"S256\"],"
                        + "\"authorization_response_iss_parameter_supported\":true,\"revocation_endpoint\":\"" + base
                        + "/revoke\",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"],"
                        + "\"id_token_signing_alg_values_supported\":[\"none\",\"HS256\",\"ES256\"]");
        assertThat(fake.requests().getFirst().target()).isEqualTo("/.well-known/openid-configuration");
        assertThat(provider.name()).isEqualTo("Acme corp");
        assertThat(provider.authorization().issParameter()).isTrue();
        assertThat(provider.authorization().pkce()).isEqualTo(Pkce.OPTIONAL);
        assertThat(provider.token().clientAuthentication()).isEqualTo(ClientAuthentication.CLIENT_SECRET_POST);
        assertThat(provider.identity().algorithms()).containsExactly("ES256");
        assertThat(provider.asking().signIn().scopes()).containsExactly("openid", "email");
        assertThat(provider.connectScopes()).containsExactly("openid", "email", "offline_access");
        assertThat(provider.revocation().offered()).isTrue();
        assertThat(provider.refresh().oldRefreshToken()).isEqualTo(new OldRefreshToken.Dies());
    }

    @Test
    void what_a_document_leaves_out_means_what_the_standard_says() {
        Provider provider = discovered("");
        assertThat(provider.token().clientAuthentication()).isEqualTo(ClientAuthentication.CLIENT_SECRET_BASIC);
        assertThat(provider.identity().algorithms()).containsExactly("RS256");
        assertThat(provider.authorization().issParameter()).isFalse();
        assertThat(provider.revocation().offered()).isFalse();
        assertThat(provider.connectScopes()).containsExactly("openid", "profile", "email");
    }

    @Test
    void a_document_that_lists_the_time_of_the_login_promises_it() {
        assertThat(discovered(",\"claims_supported\":[\"sub\",\"auth_time\"]")
                        .asking()
                        .signIn()
                        .freshLogin())
                .isEqualTo(FreshLogin.PROVED);
        assertThat(discovered(",\"claims_supported\":[\"sub\"]")
                        .asking()
                        .signIn()
                        .freshLogin())
                .isEqualTo(FreshLogin.UNKNOWN);
    }

    @Test
    void a_13_no_document_switches_pkce_off_and_the_operator_may() {
        for (String methods : List.of("[\"plain\"]", "[]", "null", "\"S256\"")) {
            assertThat(discovered(",\"code_challenge_methods_supported\":" + methods)
                            .authorization()
                            .pkce())
                    .as(methods)
                    .isEqualTo(Pkce.OPTIONAL);
        }
        variables.put("OIDC_ACME_CORP_PKCE", "off");
        assertThat(discovered("").authorization().pkce()).isEqualTo(Pkce.REFUSED);
    }

    @Test
    void b_13_endpoints_at_hosts_that_the_operator_did_not_name_are_refused_and_told_once() {
        for (String member : List.of("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")) {
            changes.clear();
            fake.script(FakeProvider.json(
                    200,
                    document(base, "")
                            .replaceFirst(
                                    "\"" + member + "\":\"[^\"]+\"", "\"" + member + "\":\"https://10.0.0.7/x\"")));
            OidcDiscovery discovery = discovery();
            assertThat(discovery.look("acme-corp")).as(member).isEmpty();
            clock.advance(Duration.ofMinutes(1));
            assertThat(discovery.look("acme-corp")).isEmpty();
            assertThat(changes)
                    .singleElement()
                    .satisfies(change ->
                            assertThat(change).contains("acme-corp false", "10.0.0.7:443", "OIDC_ACME_CORP_HOSTS"));
        }
        variables.put("OIDC_ACME_CORP_HOSTS", "keys.acme.example, 10.0.0.7");
        assertThat(discovery().look("acme-corp")).isPresent();
    }

    @Test
    void b_13_a_live_issuer_that_moves_is_made_known_and_kept_where_it_was_when_it_moves_away() {
        serves("");
        OidcDiscovery discovery = discovery();
        discovery.roll();
        assertThat(changes).isEmpty();

        fake.script(FakeProvider.json(200, document(base, "").replace(base + "/token", "https://evil.example/token")));
        clock.advance(Duration.ofMinutes(31));
        discovery.roll();
        assertThat(discovery.find("acme-corp").orElseThrow().token().endpoint()).hasToString(base + "/token");
        assertThat(changes)
                .singleElement()
                .satisfies(change -> assertThat(change).contains("false", "evil.example"));

        fake.script(FakeProvider.json(200, document(base, "").replace(base + "/token", base + "/token2")));
        clock.advance(Duration.ofMinutes(1));
        discovery.roll();
        assertThat(discovery.find("acme-corp").orElseThrow().token().endpoint()).hasToString(base + "/token2");
        assertThat(changes).hasSize(2);
        assertThat(changes.getLast()).contains("true", "/token2");
    }

    @Test
    void rfc_7009_both_tokens_are_revoked_for_the_one_need_not_end_the_other() {
        Provider provider = discovered(",\"revocation_endpoint\":\"" + base + "/revoke\"");
        assertThat(provider.revocation().requireCall().tokens()).isEqualTo(Revocation.Tokens.BOTH);
        assertThat(provider.revocation().reach()).isEqualTo(Revocation.Reach.GRANT);
    }

    @Test
    void a_11_a_document_of_another_issuer_or_without_what_is_needed_is_none() {
        fake.script(FakeProvider.json(200, document("https://evil.example", "")));
        assertThat(discovery().look("acme-corp")).isEmpty();
        fake.script(FakeProvider.json(200, document(base + "/", "")));
        assertThat(discovery().look("acme-corp")).isEmpty();
        fake.script(FakeProvider.json(200, document(base, "").replace("\"token_endpoint\"", "\"other\"")));
        assertThat(discovery().look("acme-corp")).isEmpty();
        serves(",\"id_token_signing_alg_values_supported\":[\"none\",\"HS256\"]");
        assertThat(discovery().look("acme-corp")).isEmpty();
        fake.script(FakeProvider.json(200, document(base, "").replace(base + "/jwks", "file:///etc/passwd")));
        assertThat(discovery().look("acme-corp")).isEmpty();
        fake.script(FakeProvider.answer(302, "text/html", "", "Location: https://evil.example/"));
        assertThat(discovery().look("acme-corp")).isEmpty();
    }

    @Test
    void an_issuer_that_is_away_stops_nothing_and_is_asked_again_soon() {
        fake.script(FakeProvider.json(503, "{}"));
        OidcDiscovery discovery = discovery();
        Catalog catalog = new Catalog(List.of(), discovery);
        assertThat(catalog.all()).isEmpty();
        assertThat(catalog.find("acme-corp")).isEmpty();
        assertThat(fake.connections()).isZero();
        assertThatThrownBy(() -> catalog.require("acme-corp"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.PROVIDER_UNAVAILABLE));
        serves("");
        assertThatThrownBy(() -> catalog.require("acme-corp")).isInstanceOf(ProblemException.class);
        assertThat(fake.connections()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(3));
        assertThat(catalog.require("acme-corp").id()).isEqualTo("acme-corp");
        assertThatThrownBy(() -> catalog.require("acme"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.NOT_FOUND));
    }

    @Test
    void what_was_fetched_is_rolled_on_and_stays_while_the_issuer_lies_or_is_away() {
        serves("");
        OidcDiscovery discovery = discovery();
        discovery.roll();
        discovery.roll();
        assertThat(fake.connections()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(31));
        fake.script(FakeProvider.json(200, document("https://evil.example", "")));
        discovery.roll();
        assertThat(discovery.find("acme-corp")).isPresent();
        serves(",\"authorization_response_iss_parameter_supported\":true");
        clock.advance(Duration.ofMinutes(1));
        discovery.roll();
        assertThat(discovery.find("acme-corp").orElseThrow().authorization().issParameter())
                .isTrue();
    }

    @Test
    void h_09_a_document_that_is_too_much_is_none_and_an_honest_one_is_taken_later() {
        HostileAnswers hostile = new HostileAnswers();
        hostile.all(document(base, "").strip().replaceFirst("}$", "")).forEach((name, script) -> {
            fake.script(script);
            Catalog catalog = new Catalog(List.of(), discovery());
            assertThatThrownBy(() -> catalog.require("acme-corp"))
                    .as(name)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type()).isEqualTo(ProblemType.PROVIDER_UNAVAILABLE));
            serves("");
            clock.advance(Duration.ofMinutes(1));
            assertThat(catalog.require("acme-corp").id()).as("after %s", name).isEqualTo("acme-corp");
        });
        assertThat(hostile.written()).as("bytes taken of endless documents").isLessThan(64L * 1024 * 1024);
    }

    @Test
    void its_registration_is_there_before_its_document() {
        Registrations registrations = EnvironmentRegistrations.read(
                List.of(), issuers(), _ -> null, PublicUrl.of("https://ours.example"), true);
        Registration registration = registrations.find("acme-corp").orElseThrow();
        assertThat(registration.clientId()).isEqualTo("us");
        assertThat(registration.redirectUri()).hasToString("https://ours.example/api/v1/oauth/acme-corp/callback");
        assertThat(fake.connections()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OIDC_ACME_CORP_ISSUER=https://a.example|go together",
                "OIDC_GOOGLE_ISSUER=https://a.example,OIDC_GOOGLE_CLIENT_ID=a,OIDC_GOOGLE_CLIENT_SECRET=b|has a provider google already",
                "OIDC_HEALTH_ISSUER=https://a.example,OIDC_HEALTH_CLIENT_ID=a,OIDC_HEALTH_CLIENT_SECRET=b|3 to 40 letters",
                "OIDC_ACME_ISSUER=http://a.example,OIDC_ACME_CLIENT_ID=a,OIDC_ACME_CLIENT_SECRET=b|is an https URL",
                "OIDC_ACME_ISSUER=https://a.example,OIDC_ACME_CLIENT_ID=a,OIDC_ACME_CLIENT_SECRET=b,OIDC_ACME_PKCE=plain|is S256 or off",
                "OIDC_ACME_ISSUER=https://a.example,OIDC_ACME_CLIENT_ID=a,OIDC_ACME_CLIENT_SECRET=b,OIDC_ACME_HOSTS=http://x/y|is not a host",
                "OIDC_ACME_ISSUER=https://a.example?x=1,OIDC_ACME_CLIENT_ID=a,OIDC_ACME_CLIENT_SECRET=b|is an https URL"
            })
    void a_half_or_wrong_one_stops_the_start_with_a_line(String settings, String fault) {
        Map<String, String> wrong = new java.util.HashMap<>();
        for (String setting : settings.split(",", -1)) {
            String[] parts = setting.split("=", 2);
            wrong.put(parts[0], parts[1]);
        }
        assertThatThrownBy(() -> OidcIssuers.read(wrong.keySet(), wrong::get, List.of("google"), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(fault);
    }
}
