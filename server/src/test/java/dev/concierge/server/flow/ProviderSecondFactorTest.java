package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.AuthenticatorApp;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** J-04: a provider is a first factor like any other, and its sign-in is no way around the second. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("J-04 a sign-in by a provider does not go past the second factor")
class ProviderSecondFactorTest {
    private static final String SECOND = "form[action='/login/second']";

    private ProviderWorld providers;
    private SignInTrips trips;

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
        trips = new SignInTrips(providers);
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"google", "github", "microsoft"})
    void whoever_comes_by_a_provider_is_asked_for_the_code(String provider) {
        Visitor linh = trips.stranger();
        assertThat(trips.signIn(linh, provider, Visitor.LINH_WORK).path()).isEqualTo("/");
        AuthenticatorApp app = linh.withAuthenticator().app();
        linh.browser().submit(linh.open("/"), "form[action='/logout']", Map.of());

        Page asked = trips.signIn(linh, provider, Visitor.LINH_WORK);

        assertThat(asked.path()).isEqualTo("/login/second");
        assertThat(linh.open("/integrations").path()).isEqualTo("/login/second");
        Page again = linh.open("/login/second");
        assertThat(linh.browser()
                        .submit(again, SECOND, Map.of("code", app.wrong()))
                        .status())
                .isEqualTo(422);
        Page in = linh.browser().submit(again, SECOND, Map.of("code", app.code()));
        assertThat(in.path()).isEqualTo("/");
        assertThat(in.status()).isEqualTo(200);
        trips.world().database().owner().sql("delete from accounts").update();
    }
}
