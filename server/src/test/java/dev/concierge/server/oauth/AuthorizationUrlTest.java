package dev.concierge.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.catalog.Authorization.Pkce;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Catalogs;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PKCE (RFC 7636) and the authorization request (RFC 6749 section 4.1.1). */
@Tag("flow")
class AuthorizationUrlTest {
    private static final URI BASE = URI.create("https://issuer.example");

    private final AuthorizationUrl urls = new NimbusAuthorizationUrl();
    private final RandomSecrets secrets = new RandomSecrets();

    private AuthorizationParameters parameters(List<String> scopes, Secret verifier, @Nullable String hint) {
        return new AuthorizationParameters(
                Providers.REDIRECT, scopes, secrets.next(), secrets.next(), verifier, false, hint);
    }

    private static Map<String, List<String>> query(URI url) {
        return Arrays.stream(url.getRawQuery().split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.groupingBy(
                        pair -> pair[0],
                        LinkedHashMap::new,
                        Collectors.mapping(
                                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8), Collectors.toList())));
    }

    @Test
    void the_request_carries_what_the_catalog_and_the_protocol_say() {
        Secret verifier = secrets.next();
        AuthorizationParameters parameters = parameters(List.of("openid", "calendar"), verifier, "a@b.example");
        URI url = urls.build(Providers.at(BASE).provider(), Providers.registration(), parameters);
        assertThat(url.toString()).startsWith("https://issuer.example/authorize?");
        assertThat(query(url))
                .containsEntry("response_type", List.of("code"))
                .containsEntry("client_id", List.of(Providers.CLIENT))
                .containsEntry("redirect_uri", List.of(Providers.REDIRECT.toString()))
                .containsEntry("scope", List.of("openid calendar"))
                .containsEntry("state", List.of(parameters.state().reveal()))
                .containsEntry("nonce", List.of(parameters.nonce().reveal()))
                .containsEntry("access_type", List.of("offline"))
                .containsEntry("login_hint", List.of("a@b.example"))
                .doesNotContainKey("response_mode");
    }

    private Map<String, List<String>> signIn(String id, boolean again) {
        AuthorizationParameters parameters = new AuthorizationParameters(
                Providers.REDIRECT,
                List.of("openid"),
                secrets.next(),
                secrets.next(),
                secrets.next(),
                true,
                again,
                null);
        return query(urls.build(Catalogs.builtIn().require(id), Providers.registration(), parameters));
    }

    @Test
    void a_login_is_asked_for_again_where_the_provider_knows_the_word() {
        assertThat(signIn("microsoft", true)).containsEntry("prompt", List.of("login"));
        assertThat(signIn("microsoft", false)).containsEntry("prompt", List.of("select_account"));
        assertThat(signIn("google", true)).containsEntry("prompt", List.of("select_account"));
        assertThat(signIn("github", true)).doesNotContainKeys("prompt", "max_age");
    }

    @Test
    void a_12_a_thousand_requests_carry_s256_of_a_verifier_that_never_repeats_and_never_shows() throws Exception {
        Provider provider = Providers.at(BASE).provider();
        Set<String> verifiers = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            Secret verifier = secrets.next();
            String text = verifier.reveal();
            assertThat(text).matches("[A-Za-z0-9._~-]{43,128}");
            assertThat(verifiers.add(text)).isTrue();
            URI url = urls.build(provider, Providers.registration(), parameters(List.of("openid"), verifier, null));
            String challenge = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(java.security.MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.US_ASCII)));
            assertThat(query(url))
                    .containsEntry("code_challenge_method", List.of("S256"))
                    .containsEntry("code_challenge", List.of(challenge));
            assertThat(url.toString()).doesNotContain(text).doesNotContain("plain");
        }
    }

    /** These refuse or drop the parameter, as their own documentation says; a change of this list is a decision. */
    private static final Set<String> WITHOUT_PKCE = Set.of("linkedin", "meta", "notion");

    @Test
    void a_12_a_thousand_requests_over_all_built_in_providers_carry_s256_wherever_the_provider_takes_it() {
        Catalog catalog = Catalogs.builtIn();
        Set<String> seen = new HashSet<>();
        int each = 1000 / Catalogs.IDS.size();
        for (String id : Catalogs.IDS) {
            Provider provider = catalog.require(id);
            List<String> scopes = List.of(provider.scopes().getFirst().name());
            for (int i = 0; i < each; i++) {
                Secret verifier = secrets.next();
                AuthorizationParameters parameters = parameters(scopes, verifier, null);
                URI url = urls.build(provider, Providers.registration(), parameters);
                Map<String, List<String>> query = query(url);
                if (WITHOUT_PKCE.contains(id)) {
                    assertThat(query).as(id).doesNotContainKeys("code_challenge", "code_challenge_method");
                } else {
                    assertThat(query).as(id).containsEntry("code_challenge_method", List.of("S256"));
                    assertThat(query.get("code_challenge"))
                            .as(id)
                            .singleElement()
                            .satisfies(challenge -> {
                                assertThat(challenge)
                                        .isEqualTo(Base64.getUrlEncoder()
                                                .withoutPadding()
                                                .encodeToString(verifier.sha256()));
                                assertThat(seen.add(challenge)).isTrue();
                            });
                }
                assertThat(query.get("state")).singleElement().satisfies(state -> {
                    assertThat(state).matches("[A-Za-z0-9_-]{43}");
                    assertThat(seen.add(state)).isTrue();
                });
                assertThat(url.toString()).doesNotContain(verifier.reveal()).doesNotContain("plain");
            }
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(1000);
    }

    @Test
    void a_23_no_parameter_of_the_catalog_replaces_one_of_the_protocol() {
        Map<String, String> evil = new LinkedHashMap<>();
        List<String> reserved = List.of(
                "client_id",
                "redirect_uri",
                "response_type",
                "scope",
                "state",
                "code_challenge",
                "code_challenge_method",
                "nonce");
        reserved.forEach(name -> evil.put(name, "evil"));
        Provider provider = Providers.at(BASE)
                .authorization(is -> Providers.with(is, true, Pkce.S256, " ", evil))
                .provider();
        URI url = urls.build(provider, Providers.registration(), parameters(List.of("openid"), secrets.next(), null));
        reserved.forEach(name -> assertThat(query(url).get(name)).hasSize(1).doesNotContain("evil"));
    }

    @Test
    void a_23_no_second_parameter_can_be_smuggled_inside_a_value() {
        String hint = "a@b.example&state=evil&redirect_uri=https://evil.example#x";
        URI url = urls.build(
                Providers.at(BASE).provider(),
                Providers.registration(),
                parameters(List.of("openid", "x&prompt=none"), secrets.next(), hint));
        assertThat(query(url)).containsEntry("login_hint", List.of(hint)).doesNotContainKey("prompt");
        assertThat(query(url).get("state")).hasSize(1);
        assertThat(url.getRawFragment()).isNull();
    }

    @Test
    void a_provider_with_commas_gets_commas_and_one_that_refuses_pkce_gets_no_challenge() {
        Provider provider = Providers.at(BASE)
                .authorization(is -> Providers.with(is, true, Pkce.REFUSED, ",", Map.of()))
                .provider();
        URI url = urls.build(provider, Providers.registration(), parameters(List.of("a", "b"), secrets.next(), null));
        assertThat(query(url))
                .containsEntry("scope", List.of("a,b"))
                .doesNotContainKeys("code_challenge", "code_challenge_method", "nonce");
    }
}
