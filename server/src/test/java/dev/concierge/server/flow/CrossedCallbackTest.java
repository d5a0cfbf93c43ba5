package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** two trips of one person to two real providers are under way, and the callback of one is loaded with what belongs to the other. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossedCallbackTest {
    private static final Map<String, String> HTML = Map.of("Accept", "text/html");

    private ProviderWorld providers;

    @BeforeAll
    void start() {
        providers = new ProviderWorld(Map.of("concierge.identity.sign-up-burst", "1000"));
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    @ParameterizedTest
    @CsvSource({"google, github", "github, twitter", "twitter, notion", "notion, linkedin", "linkedin, google"})
    @DisplayName("A-09 one provider's state comes back at another's callback, with the code of either")
    void one_providers_state_comes_back_at_anothers_callback(String first, String second) {
        Visitor alice = providers.person();
        URI atFirst = callback(alice, first);
        URI atSecond = callback(alice, second);
        UUID account = account(alice);

        refused(alice, with(atSecond, "state", value(atFirst, "state")), second, account, "state");
        refused(alice, with(atFirst, "state", value(atSecond, "state")), first, account, "state");
        // Google alone says who it is in its answer (RFC 9207): without that at its own callback, and with it at
        // another's, the issuer is wrong.
        String reason = Set.of(first, second).contains("google") ? "issuer" : "state";
        refused(alice, elsewhere(atFirst, second), second, account, reason);
        refused(alice, elsewhere(atSecond, first), first, account, reason);

        assertThat(alice.browser().open(atFirst).path())
                .as("the right one still works")
                .startsWith("/integrations");
        assertThat(alice.browser().open(atSecond).path()).startsWith("/integrations");
        assertThat(rows("integrations where account_id = '" + account + "'")
                        + rows("pending_grants where account_id = '" + account + "'"))
                .isEqualTo(2);
    }

    private URI callback(Visitor person, String provider) {
        ProviderCase at = ProviderCase.of(provider, Visitor.LINH_WORK);
        providers.prepare(at, "{}");
        try (var visitor = new dev.concierge.sandbox.Visitor()) {
            var left = visitor.allow(providers.begin(person, provider), at.account());
            assertThat(left.posted()).as("these answer by address").isNull();
            return left.callback();
        }
    }

    private void refused(Visitor alice, URI callback, String provider, UUID account, String reason) {
        long stored = rows("integrations") + rows("grants") + rows("pending_grants");
        long trips = rows("authorization_requests");
        long written = lines(provider, account, reason);
        int exchanges = exchanges();

        Page answer = FlowCase.land(alice.browser(), callback, HTML);

        assertThat(answer.status())
                .as("%s: %s", callback.getPath(), answer.text())
                .isEqualTo(400);
        assertThat(answer.text()).contains("Nothing was changed");
        assertThat(rows("integrations") + rows("grants") + rows("pending_grants"))
                .isEqualTo(stored);
        assertThat(rows("authorization_requests"))
                .as("both trips are still open")
                .isEqualTo(trips);
        assertThat(exchanges()).as("no provider was called").isEqualTo(exchanges);
        assertThat(lines(provider, account, reason))
                .as("the trail names the callback's provider")
                .isEqualTo(written + 1);
    }

    /** What came back from one provider, at the callback of another. */
    private static URI elsewhere(URI callback, String provider) {
        return URI.create(
                callback.toString().replaceFirst("/oauth/[a-z]+/callback", "/oauth/" + provider + "/callback"));
    }

    private static URI with(URI callback, String name, String value) {
        return FlowCase.with(callback, name, value);
    }

    private static String value(URI callback, String name) {
        return FlowCase.parameter(callback, name);
    }

    private UUID account(Visitor person) {
        return providers
                .world()
                .database()
                .owner()
                .sql("select account_id from accounts where email = :email")
                .param("email", person.email())
                .query(UUID.class)
                .single();
    }

    private int exchanges() {
        return List.of("google", "github", "twitter", "notion", "linkedin").stream()
                .mapToInt(id -> providers
                        .world()
                        .sandbox()
                        .ledger()
                        .entries(id, "token")
                        .size())
                .sum();
    }

    private long lines(String provider, UUID account, String reason) {
        return rows("audit_events where action = 'integration.callback' and outcome = 'refused' and account_id = '"
                + account + "' and actor = 'person:" + account
                + "' and detail = jsonb_build_object('reason', '" + reason + "', 'provider', '" + provider + "')");
    }

    private long rows(String from) {
        return providers
                .world()
                .database()
                .owner()
                .sql("select count(*) from " + from)
                .query(Long.class)
                .single();
    }
}
