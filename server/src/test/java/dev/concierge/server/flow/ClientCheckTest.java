package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.web.Role;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Test button, for every provider in its own dialect of errors. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientCheckTest {
    private ProviderWorld providers;
    private Visitor admin;

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
        admin = providers.person().raisedTo(Role.ADMIN);
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    Stream<ProviderCase> served() {
        return ProviderCase.all().stream()
                .filter(provider -> ProviderWorld.served().contains(provider.id()));
    }

    private Page test(ProviderCase provider) {
        String path = "/admin/providers/" + provider.id();
        return admin.browser().submit(admin.open(path), "form[action='" + path + "/test']", Map.of());
    }

    @ParameterizedTest
    @MethodSource("served")
    void a_client_that_the_provider_knows_is_said_to_work(ProviderCase provider) {
        providers.prepare(provider, "{}");

        assertThat(test(provider).text()).contains("It works.");
    }

    @ParameterizedTest
    @MethodSource("served")
    void a_secret_that_the_provider_no_longer_takes_is_said_to_be_refused(ProviderCase provider) {
        providers.prepare(provider, "{\"clientSecretExpired\":true}");

        assertThat(test(provider).text()).contains("It does not work yet.").doesNotContain("It works.");
    }

    @ParameterizedTest
    @MethodSource("served")
    void a_provider_that_is_away_proves_nothing(ProviderCase provider) {
        providers.prepare(provider, "{\"failNext\":[{\"endpoint\":\"token\",\"status\":503}]}");

        assertThat(test(provider).text()).contains("No answer.").doesNotContain("It works.", "does not work yet");
    }
}
