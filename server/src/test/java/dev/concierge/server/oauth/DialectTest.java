package dev.concierge.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.catalog.Authorization.Pkce;
import dev.concierge.server.catalog.Catalogs;
import dev.concierge.server.catalog.Identity;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Recorded;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.TokenRules;
import dev.concierge.server.catalog.TokenRules.Request;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.outbound.TestOutbound;
import dev.concierge.server.support.FakeProvider;
import dev.concierge.server.support.SettableClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Each provider of the product as its file describes it, against answers of the form that its documentation shows. */
@Tag("token")
class DialectTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Registration CLIENT = new Registration(
            "r", "r", "id with:odd/signs", Secret.of("s3cret/+&=%"), URI.create("https://ours.example/callback"));

    private final SettableClock clock = new SettableClock();
    private final FakeProvider fake = FakeProvider.start(FakeProvider.json(404, "{}"));
    private final TestOutbound way = TestOutbound.allowing(clock, fake);
    private final IdTokens idTokens = new NimbusIdTokens(new KeySets(way.outbound(), clock), clock);
    private final TokenEndpoint endpoint = Providers.tokenEndpoint(way.outbound(), idTokens);

    @AfterEach
    void close() {
        way.close();
        fake.close();
    }

    static List<String> ids() {
        return Catalogs.IDS;
    }

    @Test
    void each_file_of_the_catalog_has_its_recorded_answers_and_each_recording_its_file() {
        assertThat(Recorded.ids()).containsExactlyElementsOf(ids()).contains("google", "github", "microsoft");
    }

    private Provider provider(String id) {
        return Catalogs.moved(id, fake.url("/"));
    }

    private static String recorded(String id, String name) {
        return Recorded.answer(id, name);
    }

    /** Answers the first call of a code exchange, then what comes after it. */
    private void answers(String id, String first) {
        Map<String, String> then =
                Objects.requireNonNullElse(Recorded.of(id).exchange().then(), Map.of());
        fake.script((request, out) -> {
            String body = then.entrySet().stream()
                    .filter(one -> request.target().contains(one.getKey()))
                    .map(one -> recorded(id, one.getValue()))
                    .findFirst()
                    .orElse(first);
            FakeProvider.write(out, 200, "application/json; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
        });
    }

    private ExchangeOutcome exchange(Provider provider) {
        CodeExchange exchange =
                new CodeExchange(Secret.of("c0de"), CLIENT.redirectUri(), Secret.of("v".repeat(43)), Secret.of("n"));
        return endpoint.exchange(provider, CLIENT, exchange);
    }

    @ParameterizedTest
    @MethodSource("ids")
    void a_code_is_exchanged_in_the_providers_own_way(String id) {
        Provider provider = provider(id);
        answers(id, recorded(id, "code"));

        ExchangeOutcome outcome = exchange(provider);

        assertThat(outcome).isInstanceOfSatisfying(ExchangeOutcome.Exchanged.class, exchanged -> {
            assertThat(exchanged.tokens().accessToken().reveal())
                    .isEqualTo(Recorded.of(id).exchange().token());
            assertThat(exchanged.tokens().refreshToken() != null)
                    .isEqualTo(provider.refresh().supported());
        });
        FakeProvider.Request sent = fake.requests().getFirst();
        String parameters = parameters(provider, sent);
        assertThat(parameters).contains("authorization_code", "c0de", "ours.example");
        assertThat(parameters.contains("code_verifier"))
                .isEqualTo(provider.authorization().pkce() != Pkce.REFUSED);
        assertThat(parameters.contains("client_secret"))
                .isEqualTo(
                        provider.token().clientAuthentication() == TokenRules.ClientAuthentication.CLIENT_SECRET_POST);
    }

    private static String parameters(Provider provider, FakeProvider.Request sent) {
        Request request = provider.token().request();
        assertThat(sent.method()).isEqualTo(request == Request.QUERY ? "GET" : "POST");
        if (request != Request.QUERY) {
            assertThat(sent.header("content-type"))
                    .startsWith(request == Request.JSON ? "application/json" : "application/x-www-form-urlencoded");
            assertThat(sent.target()).doesNotContain("?");
        }
        return request == Request.QUERY ? sent.target() : sent.body();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void a_token_is_renewed_in_the_providers_own_way(String id) {
        Provider provider = provider(id);
        fake.script(FakeProvider.json(200, recorded(id, "refresh")));

        RefreshOutcome outcome = provider.refresh().supported()
                ? endpoint.refresh(provider, CLIENT, Secret.of("old"), Set.of(), null)
                : endpoint.extend(provider, CLIENT, Secret.of("old"), null);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        RefreshOutcome.Refreshed.class,
                        refreshed -> assertThat(refreshed.tokens().accessToken().reveal())
                                .isEqualTo(Recorded.of(id).refresh().token()));
        assertThat(parameters(provider, fake.requests().getFirst())).contains("old", "grant_type");
    }

    @Test
    void basic_authentication_encodes_id_and_secret_first() {
        answers("twitter", recorded("twitter", "code"));
        exchange(provider("twitter"));
        String header = fake.requests().getFirst().header("authorization");
        String plain =
                new String(Base64.getDecoder().decode(header.substring("Basic ".length())), StandardCharsets.UTF_8);
        assertThat(plain).isEqualTo("id+with%3Aodd%2Fsigns:s3cret%2F%2B%26%3D%25");
        assertThat(fake.requests().getFirst().body()).doesNotContain("client_id");
    }

    @Test
    void notion_gets_json_its_version_and_no_verifier_and_says_who_it_is_in_the_answer() {
        answers("notion", recorded("notion", "code"));
        assertThat(exchange(provider("notion"))).isInstanceOfSatisfying(ExchangeOutcome.Exchanged.class, exchanged -> {
            assertThat(exchanged.profile())
                    .isEqualTo(new UserProfile(
                            "b3414d65-1224-4d7d-9ef0-1f6ac5f7b0d1",
                            "Meridian",
                            "Linh Tran",
                            "https://s3.example/a.png",
                            null,
                            false));
            assertThat(exchanged.tokens().expiresIn()).isNull();
            assertThat(exchanged.tokens().scopes()).isNull();
        });
        FakeProvider.Request sent = fake.requests().getFirst();
        assertThat(sent.header("notion-version")).isEqualTo("2026-03-11");
        assertThat(JSON.readTree(sent.body()).path("redirect_uri").asString())
                .isEqualTo("https://ours.example/callback");
    }

    @Test
    void meta_exchanges_twice_and_asks_what_was_granted() {
        answers("meta", recorded("meta", "code"));
        assertThat(exchange(provider("meta"))).isInstanceOfSatisfying(ExchangeOutcome.Exchanged.class, exchanged -> {
            assertThat(exchanged.tokens().expiresIn()).isEqualTo(Duration.ofSeconds(5_183_944));
            assertThat(exchanged.tokens().scopes()).containsExactly("public_profile", "pages_show_list");
        });
        assertThat(fake.requests()).hasSize(3);
        assertThat(fake.requests().get(1).target()).contains("fb_exchange_token=EAAfirst", "client_secret=");
        assertThat(fake.requests().get(2).header("authorization")).isEqualTo("Bearer EAAsecond");
    }

    @Test
    void
            meta_keeps_the_short_token_when_the_long_one_cannot_be_had_and_gives_up_when_it_may_not_know_what_was_granted() {
        fake.script((request, out) -> {
            boolean second = request.target().contains("fb_exchange_token");
            String body = request.target().contains("/me/permissions")
                    ? recorded("meta", "permissions")
                    : recorded("meta", "code");
            FakeProvider.write(out, second ? 503 : 200, "application/json", body.getBytes(StandardCharsets.UTF_8));
        });
        assertThat(exchange(provider("meta")))
                .isInstanceOfSatisfying(
                        ExchangeOutcome.Exchanged.class,
                        exchanged -> assertThat(exchanged.tokens().accessToken().reveal())
                                .isEqualTo("EAAfirst"));
        fake.script((request, out) -> FakeProvider.write(
                out,
                request.target().contains("/me/permissions") ? 500 : 200,
                "application/json",
                recorded("meta", "code").getBytes(StandardCharsets.UTF_8)));
        assertThat(exchange(provider("meta"))).isInstanceOf(ExchangeOutcome.Unfinished.class);
    }

    @Test
    void github_errors_come_under_200_and_scopes_with_commas() {
        Provider github = provider("github");
        fake.script(FakeProvider.json(200, "{\"error\":\"bad_refresh_token\",\"error_description\":\"x\"}"));
        assertThat(endpoint.refresh(github, CLIENT, Secret.of("old"), Set.of(), null))
                .isInstanceOf(RefreshOutcome.Rejected.class);
        answers("github", recorded("github", "code"));
        assertThat(exchange(github)).isInstanceOfSatisfying(ExchangeOutcome.Exchanged.class, exchanged -> {
            assertThat(exchanged.tokens().scopes()).containsExactly("read:org", "user");
            assertThat(github.granted(
                            Set.of("read:user", "user:email", "gist"),
                            exchanged.tokens().scopes()))
                    .containsExactlyInAnyOrder("read:org", "user", "read:user", "user:email");
        });
        fake.script(FakeProvider.answer(
                200, "application/x-www-form-urlencoded", "access_token=gho_x&scope=repo&token_type=bearer"));
        assertThat(exchange(github)).as("another form than asked for").isInstanceOf(ExchangeOutcome.Unavailable.class);
    }

    @ParameterizedTest
    @MethodSource("ids")
    void an_answer_without_expires_in_lives_as_long_as_the_catalog_says(String id) {
        Provider provider = provider(id);
        ObjectNode answer = (ObjectNode) JSON.readTree(recorded(id, "refresh"));
        answer.remove("expires_in");
        fake.script(FakeProvider.json(200, answer.toString()));
        RefreshOutcome outcome = provider.refresh().supported()
                ? endpoint.refresh(provider, CLIENT, Secret.of("old"), Set.of(), null)
                : endpoint.extend(provider, CLIENT, Secret.of("old"), null);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        RefreshOutcome.Refreshed.class,
                        refreshed -> assertThat(refreshed.tokens().expiresIn())
                                .isEqualTo(provider.token().accessTokenLife()));
    }

    static Stream<String> profiles() {
        return Catalogs.builtIn().all().stream()
                .filter(provider -> provider.identity().source() == Identity.Source.PROFILE)
                .map(Provider::id);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void a_profile_names_the_account_by_what_never_changes(String id) {
        fake.script(FakeProvider.json(200, recorded(id, "profile")));
        UserInfoOutcome outcome = new OutboundUserInfo(way.outbound()).fetch(provider(id), Secret.of("at"), null);
        assertThat(outcome).isInstanceOfSatisfying(UserInfoOutcome.Known.class, known -> {
            assertThat(known.profile().subject())
                    .isEqualTo(Objects.requireNonNull(Recorded.of(id).profile(), id)
                            .subject());
            assertThat(known.profile().label()).isNotBlank();
            if (provider(id).identity().picture() != null) {
                assertThat(known.profile().picture()).startsWith("https://");
            }
        });
        provider(id)
                .calling()
                .headers()
                .forEach((name, value) ->
                        assertThat(fake.requests().getFirst().header(name)).isEqualTo(value));
    }

    @Test
    void github_has_the_address_in_a_list_and_only_the_verified_primary_one_counts() {
        OutboundUserInfo userInfo = new OutboundUserInfo(way.outbound());
        fake.script(FakeProvider.json(200, recorded("github", "emails")));
        assertThat(userInfo.verifiedEmail(provider("github"), Secret.of("at"))).contains("linh@home.example");
        fake.script(FakeProvider.json(
                200,
                recorded("github", "emails")
                        .replace("\"primary\":true,\"verified\":true", "\"primary\":true,\"verified\":\"true\"")));
        assertThat(userInfo.verifiedEmail(provider("github"), Secret.of("at"))).isEmpty();
        assertThat(userInfo.verifiedEmail(provider("twitter"), Secret.of("at"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void a_revocation_has_the_providers_form(String id) {
        Recorded.Revoking expected = Recorded.of(id).revocation();
        Provider provider = provider(id);
        assertThat(provider.revocation().offered()).isEqualTo(expected != null);
        if (expected == null) {
            return;
        }
        fake.script(FakeProvider.json(200, "{}"));
        new NimbusRevocationEndpoint(way.outbound())
                .revoke(provider, CLIENT, provider.revocation().requireCall(), Secret.of("t"));
        FakeProvider.Request sent = fake.requests().getLast();
        assertThat(sent.method() + " " + sent.target()).isEqualTo(expected.request());
        assertThat(sent.body()).startsWith(expected.body());
        if (expected.authorization() == null) {
            assertThat(sent.header("authorization")).isEmpty();
        } else {
            assertThat(sent.header("authorization")).startsWith(expected.authorization());
        }
    }

    @Test
    void a_quirk_belongs_to_one_provider() {
        List<Class<?>> quirks = Catalogs.builtIn().all().stream()
                .flatMap(provider -> provider.quirks().stream())
                .<Class<?>>map(Object::getClass)
                .toList();
        assertThat(quirks).doesNotHaveDuplicates().isNotEmpty();
    }
}
