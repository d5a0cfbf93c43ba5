package dev.concierge.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.catalog.Catalogs;
import dev.concierge.server.catalog.ErrorRule;
import dev.concierge.server.catalog.ErrorRule.Cause;
import dev.concierge.server.catalog.ErrorRule.Step;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Recorded;
import dev.concierge.server.catalog.Recorded.Documented;
import dev.concierge.server.catalog.Recorded.Means;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.outbound.TestOutbound;
import dev.concierge.server.support.FakeProvider;
import dev.concierge.server.support.SettableClock;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** Each error that a provider documents, at each step where it comes, leads to what the documentation says is to be done about it. */
@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentedErrorsTest {
    private static final Registration CLIENT =
            new Registration("r", "r", "id", Secret.of("s3cret"), URI.create("https://ours.example/callback"));
    private static final String STATE = "s".repeat(43);

    private final SettableClock clock = new SettableClock();
    private final FakeProvider fake = FakeProvider.start(FakeProvider.json(404, "{}"));
    private final TestOutbound way = TestOutbound.allowing(clock, fake);
    private final IdTokens idTokens = new NimbusIdTokens(new KeySets(way.outbound(), clock), clock);
    private final TokenEndpoint endpoint = Providers.tokenEndpoint(way.outbound(), idTokens);

    @AfterAll
    void close() {
        way.close();
        fake.close();
    }

    static List<String> ids() {
        return Catalogs.IDS;
    }

    static Stream<Arguments> documented() {
        return ids().stream().flatMap(id -> Recorded.of(id).errors().stream().map(error -> Arguments.of(id, error)));
    }

    private Provider provider(String id) {
        return Catalogs.moved(id, fake.url("/"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("documented")
    void a_documented_error_leads_to_what_the_documentation_says(String id, Documented error) {
        Provider provider = provider(id);
        fake.script(FakeProvider.json(error.code(), error.body()));
        switch (error.at()) {
            case CALLBACK -> callback(provider, error);
            case EXCHANGE -> exchange(provider, error);
            case REFRESH -> refresh(provider, error);
            case REVOKE -> revoke(provider, error);
        }
    }

    private void callback(Provider provider, Documented error) {
        Map<String, List<String>> parameters = new HashMap<>(Map.of("state", List.of(STATE)));
        Objects.requireNonNull(error.answer())
                .properties()
                .forEach(one ->
                        parameters.put(one.getKey(), List.of(one.getValue().asString())));
        if (provider.authorization().issParameter()) {
            parameters.put(
                    "iss", List.of(String.valueOf(provider.authorization().issuer())));
        }
        Callback callback = Callbacks.parse(parameters, provider);
        if (error.means() == Means.DENIED) {
            assertThat(callback).isInstanceOf(Callback.Denied.class);
            return;
        }
        assertThat(callback).isInstanceOfSatisfying(Callback.Failed.class, failed -> check(failed.error(), error));
    }

    private void exchange(Provider provider, Documented error) {
        ExchangeOutcome outcome = endpoint.exchange(
                provider,
                CLIENT,
                new CodeExchange(Secret.of("c0de"), CLIENT.redirectUri(), Secret.of("v".repeat(43)), Secret.of("n")));
        switch (error.means()) {
            case RESTART, REAUTHORIZE, DENIED, UPGRADE ->
                assertThat(outcome)
                        .isInstanceOfSatisfying(ExchangeOutcome.Refused.class, told -> check(told.error(), error));
            case MISCONFIGURED ->
                assertThat(outcome)
                        .isInstanceOfSatisfying(
                                ExchangeOutcome.Misconfigured.class, told -> check(told.error(), error));
            case RETRY -> assertThat(outcome).isInstanceOf(ExchangeOutcome.Unavailable.class);
            case GONE -> throw new AssertionError("nothing is gone at an exchange");
        }
    }

    private void refresh(Provider provider, Documented error) {
        RefreshOutcome outcome = provider.refresh().supported()
                ? endpoint.refresh(provider, CLIENT, Secret.of("old"), Set.of(), null)
                : endpoint.extend(provider, CLIENT, Secret.of("old"), null);
        switch (error.means()) {
            case REAUTHORIZE ->
                assertThat(outcome)
                        .isInstanceOfSatisfying(RefreshOutcome.Rejected.class, told -> check(told.error(), error));
            case MISCONFIGURED, UPGRADE, DENIED ->
                assertThat(outcome)
                        .isInstanceOfSatisfying(RefreshOutcome.Misconfigured.class, told -> check(told.error(), error));
            case RETRY -> assertThat(outcome).isInstanceOf(RefreshOutcome.Unavailable.class);
            case RESTART, GONE -> throw new AssertionError("no answer to a refresh");
        }
    }

    private void revoke(Provider provider, Documented error) {
        RevocationOutcome outcome = new NimbusRevocationEndpoint(way.outbound())
                .revoke(provider, CLIENT, provider.revocation().requireCall(), Secret.of("old"));
        assertThat(outcome)
                .isInstanceOf(
                        switch (error.means()) {
                            case GONE -> RevocationOutcome.AlreadyGone.class;
                            case RETRY -> RevocationOutcome.Unavailable.class;
                            case MISCONFIGURED, UPGRADE, DENIED, RESTART, REAUTHORIZE ->
                                RevocationOutcome.Refused.class;
                        });
    }

    private static void check(OAuthError told, Documented error) {
        Cause cause = switch (error.means()) {
            case RESTART, REAUTHORIZE, GONE -> Cause.REJECTED;
            case MISCONFIGURED -> Cause.MISCONFIGURED;
            case RETRY -> Cause.RETRY;
            case DENIED -> Cause.DENIED;
            case UPGRADE -> Cause.UPGRADE;
        };
        assertThat(told.cause()).contains(cause);
        if (error.words() != null) {
            assertThat(told.word()).isEqualTo(error.words());
        }
    }

    /** A rule, a step, and one of its subcodes. */
    private record Told(ErrorRule rule, Step at, @Nullable String subcode) {}

    @ParameterizedTest
    @MethodSource("ids")
    void no_rule_of_a_file_is_there_without_a_documented_error_for_each_of_its_codes(String id) {
        Provider provider = provider(id);
        Set<Told> shown = new HashSet<>();
        for (Documented error : Recorded.of(id).errors()) {
            OAuthError told = told(provider, error);
            if (told.rule() != null) {
                shown.add(new Told(
                        told.rule(), error.at(), told.rule().subcodes().isEmpty() ? null : subcode(provider, error)));
            }
        }
        List<Told> wanted = new ArrayList<>();
        for (ErrorRule rule : provider.errors().rules()) {
            for (Step at : rule.at()) {
                if (rule.subcodes().isEmpty()) {
                    wanted.add(new Told(rule, at, null));
                }
                rule.subcodes().forEach(subcode -> wanted.add(new Told(rule, at, subcode)));
            }
        }
        assertThat(shown).containsAll(wanted);
    }

    private static OAuthError told(Provider provider, Documented error) {
        if (error.at() == Step.CALLBACK) {
            return ErrorAnswers.ofCallback(
                    provider, text(error, "error"), given(error, "error_subcode"), given(error, "error_description"));
        }
        return error.answer() instanceof ObjectNode body
                ? ErrorAnswers.read(provider, error.at(), body)
                        .orElseGet(() -> ErrorAnswers.ofStatus(provider, error.at(), error.code()))
                : ErrorAnswers.ofStatus(provider, error.at(), error.code());
    }

    private static @Nullable String given(Documented error, String name) {
        return Objects.requireNonNull(error.answer()).has(name) ? text(error, name) : null;
    }

    private static @Nullable String subcode(Provider provider, Documented error) {
        if (error.at() == Step.CALLBACK) {
            return text(error, "error_subcode");
        }
        String place = provider.token().errors().subcode();
        return place == null ? null : Members.scalar(Objects.requireNonNull(error.answer()), place);
    }

    private static String text(Documented error, String name) {
        return Objects.requireNonNull(error.answer()).path(name).asString();
    }
}
