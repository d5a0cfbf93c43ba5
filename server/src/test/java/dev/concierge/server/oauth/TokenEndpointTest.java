package dev.concierge.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.TokenRules.Answer;
import dev.concierge.server.catalog.TokenRules.ClientAuthentication;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.RefreshOutcome.Misconfigured;
import dev.concierge.server.oauth.RefreshOutcome.Refreshed;
import dev.concierge.server.oauth.RefreshOutcome.Rejected;
import dev.concierge.server.oauth.RefreshOutcome.Unavailable;
import dev.concierge.server.outbound.TestOutbound;
import dev.concierge.server.support.FakeProvider;
import dev.concierge.server.support.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The token endpoint (RFC 6749 sections 4.1.3, 5 and 6). */
@Tag("token")
class TokenEndpointTest {
    private static final String TOKENS = "{\"access_token\":\"at-1\",\"token_type\":\"Bearer\"%s}";

    private final SettableClock clock = new SettableClock();
    private final FakeProvider fake = FakeProvider.start(FakeProvider.json(200, TOKENS.formatted("")));
    private final TestOutbound way = TestOutbound.allowing(clock, fake);
    private final TokenEndpoint endpoint =
            Providers.tokenEndpoint(way.outbound(), new NimbusIdTokens(new KeySets(way.outbound(), clock), clock));

    @AfterEach
    void close() {
        way.close();
        fake.close();
    }

    private Providers.Choices choices() {
        return Providers.at(fake.url("/"));
    }

    private RefreshOutcome refresh(Provider provider) {
        return endpoint.refresh(provider, Providers.registration(), Secret.of("rt/1+&"), Set.of(), null);
    }

    private RefreshOutcome refresh() {
        return refresh(choices().provider());
    }

    private TokenSet tokens(String more) {
        fake.script(FakeProvider.json(200, TOKENS.formatted(more)));
        RefreshOutcome outcome = refresh();
        assertThat(outcome).isInstanceOf(Refreshed.class);
        return ((Refreshed) outcome).tokens();
    }

    private void garbled() {
        assertThat(refresh()).isInstanceOfSatisfying(Unavailable.class, unavailable -> {
            assertThat(unavailable.trouble()).isEqualTo(Trouble.GARBLED);
            assertThat(unavailable.sent()).isTrue();
        });
    }

    @Test
    void an_exchange_sends_code_verifier_and_the_same_redirect_uri_and_authenticates_in_the_body() {
        CodeExchange exchange = new CodeExchange(
                Secret.of("c&d"), Providers.REDIRECT, Secret.of("v".repeat(43)), Secret.of("n".repeat(43)));
        assertThat(endpoint.exchange(choices().provider(), Providers.registration(), exchange))
                .isInstanceOf(ExchangeOutcome.Exchanged.class);
        FakeProvider.Request sent = fake.requests().getFirst();
        assertThat(sent.body().split("&", -1))
                .containsExactlyInAnyOrder(
                        "grant_type=authorization_code",
                        "code=c%26d",
                        "redirect_uri=https%3A%2F%2Fours.example%2Fapi%2Fv1%2Foauth%2Facme%2Fcallback",
                        "code_verifier=" + "v".repeat(43),
                        "client_id=client-1",
                        "client_secret=s3cret%2F%2B%26%3D");
        assertThat(sent.headers()).doesNotContainKey("authorization");
        assertThat(sent.target()).isEqualTo("/token");
    }

    @Test
    void a_refresh_sends_the_token_and_the_scopes_and_authenticates_by_basic_where_the_catalog_says_so() {
        Provider provider = choices()
                .token(ClientAuthentication.CLIENT_SECRET_BASIC, Answer.JSON)
                .provider();
        endpoint.refresh(provider, Providers.registration(), Secret.of("rt-1"), Set.of("calendar"), null);
        FakeProvider.Request sent = fake.requests().getFirst();
        assertThat(sent.body().split("&", -1))
                .containsExactlyInAnyOrder("grant_type=refresh_token", "refresh_token=rt-1", "scope=calendar");
        String credentials = new String(
                Base64.getDecoder().decode(sent.header("authorization").substring("Basic ".length())),
                StandardCharsets.UTF_8);
        assertThat(credentials).isEqualTo("client-1:s3cret%2F%2B%26%3D");
    }

    @Test
    void a_whole_answer_is_read_and_scopes_get_their_canonical_names() {
        TokenSet tokens = tokens(",\"refresh_token\":\"rt-2\",\"expires_in\":3599,\"refresh_token_expires_in\":86400,"
                + "\"scope\":\"openid https://issuer.example/auth/email unknown\",\"extra\":{\"a\":[1]}");
        assertThat(tokens.accessToken()).isEqualTo(Secret.of("at-1"));
        assertThat(tokens.refreshToken()).isEqualTo(Secret.of("rt-2"));
        assertThat(tokens.expiresIn()).isEqualTo(Duration.ofSeconds(3599));
        assertThat(tokens.refreshExpiresIn()).isEqualTo(Duration.ofDays(1));
        assertThat(tokens.scopes()).containsExactly("openid", "email", "unknown");
        assertThat(tokens.toString()).doesNotContain("at-1", "rt-2");
    }

    @Test
    void d_03_a_refresh_without_a_new_refresh_token_says_so() {
        TokenSet tokens = tokens("");
        assertThat(tokens.refreshToken()).isNull();
        assertThat(tokens.scopes()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3600|3600",
                "\"3600\"|3600",
                "1|1",
                "0|0",
                "-1|0",
                "1e18|0",
                "1000000000000000000|0",
                "99999999999999999999999999999|0",
                "3600.5|0",
                "true|0",
                "null|0",
                "\"soon\"|0",
                "{}|0",
                "[3600]|0",
                "3600.0|0",
                "\"-3600\"|0",
                "\"3600.5\"|0",
                "\" 3600\"|0",
                "\"\"|0",
                "1795856400|0",
                "\"1795856400\"|0",
                "1795856400000|0",
                "\"2026-11-28T09:00:00Z\"|0"
            })
    void d_03_an_odd_lifetime_is_unknown_and_never_for_ever(String value, long seconds) {
        TokenSet tokens = tokens(",\"expires_in\":" + value);
        assertThat(tokens.expiresIn()).isEqualTo(seconds == 0 ? null : Duration.ofSeconds(seconds));
    }

    /** An absolute time is read as no lifetime: neither for ever, nor as that many seconds from now. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"expires_at\":1795856400",
                "\"expires_at\":\"2126-11-28T09:00:00Z\"",
                "\"expires_on\":\"1795856400\"",
                "\"expires\":1795856400,\"exp\":1795856400",
                "\"not_before\":0,\"ext_expires_in\":999999999",
                "\"expiresIn\":3600"
            })
    void h_11_members_that_the_protocol_does_not_know_give_no_lifetime(String member) {
        assertThat(tokens("," + member).expiresIn()).isNull();
        assertThat(tokens("," + member + ",\"expires_in\":60").expiresIn()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void h_11_the_refresh_tokens_odd_lifetime_is_unknown_too() {
        for (String odd : Set.of("1795856400", "-1", "\"soon\"", "1e18", "3600.5")) {
            assertThat(tokens(",\"refresh_token\":\"rt-2\",\"refresh_token_expires_in\":" + odd)
                            .refreshExpiresIn())
                    .as(odd)
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"openid\",\"email\"]",
                "[\"openid email\"]",
                "{\"openid\":true}",
                "17",
                "true",
                "\"\"",
                "\"openid\\u0000email\""
            })
    void h_11_scopes_in_another_form_are_read_as_none_and_never_as_all_that_was_asked(String scope) {
        assertThat(tokens(",\"scope\":" + scope).scopes()).isEmpty();
    }

    @Test
    void h_11_bearer_is_taken_in_any_case() {
        fake.script(FakeProvider.json(200, "{\"access_token\":\"at\",\"token_type\":\"BEARER\"}"));
        assertThat(refresh()).isInstanceOf(Refreshed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"access_token\":\"at\",\"token_type\":\"mac\"}",
                "{\"access_token\":\"at\"}",
                "{\"access_token\":\"at\",\"token_type\":null}",
                "{\"access_token\":\"at\",\"token_type\":\"\"}",
                "{\"access_token\":\"at\",\"token_type\":[\"Bearer\"]}",
                "{\"access_token\":\"at\",\"token_type\":\" Bearer \"}",
                "{\"access_token\":[\"at\"],\"token_type\":\"Bearer\"}",
                "{\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":17,\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"a\\u0000b\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"a b\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"access_token\":\"other\"}",
                "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"refresh_token\":17}",
                "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"error\":\"x\"}",
                "{\"error\":\"invalid_grant\"}",
                "{\"ok\":true,\"authed_user\":{\"access_token\":\"at\",\"token_type\":\"Bearer\"}}",
                "[{\"access_token\":\"at\",\"token_type\":\"Bearer\"}]",
                "\"at\"",
                "{\"access_token\":\"at\",\"token_type\":\"Bearer\"} trailing",
                "\ufeff{\"access_token\":\"at\",\"token_type\":\"Bearer\"}",
                "access_token=at&token_type=bearer",
                "<html>sign in</html>",
                ""
            })
    void h_11_what_is_no_answer_of_the_protocol_is_never_guessed_into_a_token(String body) {
        fake.script(FakeProvider.json(200, body));
        garbled();
    }

    @Test
    void h_11_another_media_type_another_charset_and_no_content_are_no_answer() {
        fake.script(FakeProvider.answer(200, "text/html", TOKENS.formatted("")));
        garbled();
        fake.script((_, out) -> FakeProvider.write(
                out,
                200,
                "application/json; charset=utf-16",
                TOKENS.formatted("").getBytes(StandardCharsets.UTF_16LE)));
        garbled();
        fake.script(FakeProvider.answer(204, "application/json", ""));
        garbled();
        fake.script(FakeProvider.answer(302, "application/json", TOKENS.formatted(""), "Location: /x"));
        garbled();
    }

    @Test
    void h_09_deep_nesting_and_giant_numbers_and_tokens_are_no_answer() {
        fake.script(FakeProvider.json(200, TOKENS.formatted(",\"x\":" + "[".repeat(10_000) + "]".repeat(10_000))));
        garbled();
        fake.script(FakeProvider.json(200, TOKENS.formatted(",\"expires_in\":" + "9".repeat(20_000))));
        garbled();
        fake.script(
                FakeProvider.json(200, "{\"access_token\":\"" + "a".repeat(20_000) + "\",\"token_type\":\"Bearer\"}"));
        garbled();
        fake.script(FakeProvider.json(200, TOKENS.formatted(" ".repeat(100_000))));
        assertThat(refresh())
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        unavailable -> assertThat(unavailable.trouble()).isEqualTo(Trouble.GARBLED));
    }

    @Test
    void h_11_a_form_answer_is_read_where_the_catalog_declares_it_and_only_there() {
        Provider form = choices()
                .token(ClientAuthentication.CLIENT_SECRET_POST, Answer.FORM)
                .authorization(is -> Providers.with(is, true, is.pkce(), ",", is.parameters()))
                .provider();
        String type = "application/x-www-form-urlencoded; charset=utf-8";
        fake.script(
                FakeProvider.answer(200, type, "access_token=at&token_type=bearer&scope=openid%2Cemail&expires_in=60"));
        assertThat(refresh(form)).isInstanceOfSatisfying(Refreshed.class, refreshed -> {
            assertThat(refreshed.tokens().scopes()).containsExactly("openid", "email");
            assertThat(refreshed.tokens().expiresIn()).isEqualTo(Duration.ofMinutes(1));
        });
        garbled();
        fake.script(FakeProvider.answer(200, type, "access_token=at&access_token=b&token_type=bearer"));
        assertThat(refresh(form)).isInstanceOf(Unavailable.class);
    }

    @Test
    void d_04_invalid_grant_and_nothing_else_ends_a_grant() {
        fake.script(FakeProvider.json(
                400, "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}"));
        assertThat(refresh()).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.error().code()).isEqualTo("invalid_grant");
            assertThat(rejected.error().description()).isEqualTo("Token has been expired or revoked.");
            assertThat(rejected.error().word()).isEqualTo("grant_ended");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "401,invalid_client",
        "400,unauthorized_client",
        "400,invalid_request",
        "400,invalid_scope",
        "400,unsupported_grant_type"
    })
    void d_04_a_refused_client_is_the_operators_to_mend(int status, String code) {
        fake.script(FakeProvider.json(status, "{\"error\":\"" + code + "\"}"));
        assertThat(refresh())
                .isInstanceOfSatisfying(
                        Misconfigured.class,
                        misconfigured ->
                                assertThat(misconfigured.error().code()).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource({
        "429,invalid_grant,BUSY,false",
        "400,temporarily_unavailable,BUSY,false",
        "400,slow_down,BUSY,false",
        "400,server_error,BROKEN,true",
        "500,invalid_grant,BROKEN,true",
        "502,x,BROKEN,true",
        "503,invalid_client,BROKEN,true",
        "408,invalid_grant,BROKEN,true"
    })
    void d_04_trouble_of_the_moment_keeps_the_tokens_whatever_the_body_says(
            int status, String code, Trouble trouble, boolean sent) {
        fake.script(FakeProvider.answer(status, "application/json", "{\"error\":\"" + code + "\"}", "Retry-After: 77"));
        assertThat(refresh()).isEqualTo(new Unavailable(trouble, Duration.ofSeconds(77), sent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deleted_client", "invalid_token", "INVALID_GRANT", "access_denied", "unheard_of"})
    void d_04_an_error_that_nobody_knows_is_trouble_and_condemns_nothing(String code) {
        fake.script(FakeProvider.json(400, "{\"error\":\"" + code + "\"}"));
        assertThat(refresh()).isEqualTo(new Unavailable(Trouble.UNKNOWN_ERROR, Duration.ofMinutes(5), false));
    }

    @Test
    void d_04_an_error_page_is_no_verdict() {
        fake.script(FakeProvider.answer(400, "text/html", "<h1>invalid_grant</h1>"));
        garbled();
        fake.script(FakeProvider.json(400, "{\"error\":{\"code\":400,\"status\":\"invalid_grant\"}}"));
        garbled();
    }

    @Test
    void a_lost_answer_says_that_the_token_may_be_spent_and_a_late_request_that_it_is_not() {
        fake.script((_, _) -> {});
        assertThat(refresh()).isEqualTo(new Unavailable(Trouble.NO_ANSWER, Duration.ofSeconds(5), true));
        RefreshOutcome late = endpoint.refresh(
                choices().provider(),
                Providers.registration(),
                Secret.of("rt"),
                Set.of(),
                clock.instant().minusSeconds(1));
        assertThat(late).isEqualTo(new Unavailable(Trouble.NO_ANSWER, Duration.ofSeconds(5), false));
        assertThat(fake.requests()).hasSize(1);
    }

    @Test
    void a_code_that_the_provider_does_not_take_sends_the_person_back_to_the_start() {
        fake.script(FakeProvider.json(400, "{\"error\":\"invalid_grant\"}"));
        CodeExchange exchange =
                new CodeExchange(Secret.of("c"), Providers.REDIRECT, Secret.of("v".repeat(43)), Secret.of("n"));
        assertThat(endpoint.exchange(choices().provider(), Providers.registration(), exchange))
                .isInstanceOfSatisfying(
                        ExchangeOutcome.Refused.class,
                        refused -> assertThat(refused.error().word()).isEqualTo("begin_again"));
    }
}
