package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody new comes through a provider where not everybody may make an account (C-14). */
@Tag("flow")
class ProviderSignUpTest {
    private static final String ANA = "ana.ruiz@meridian.example";

    @ParameterizedTest
    @ValueSource(strings = {"closed", "invite"})
    @DisplayName("C-14 a fresh, true identity arrives where sign-up is off")
    void nobody_new_comes_in_where_sign_up_is_not_open(String policy) {
        try (ProviderWorld providers = new ProviderWorld(Map.of("SIGN_UP", policy))) {
            SignInTrips trips = new SignInTrips(providers);
            Visitor linh = trips.stranger();

            Page page = trips.signIn(linh, "google", Visitor.LINH_WORK);

            assertThat(page.uri().toString()).endsWith("/login?problem=no-account");
            assertThat(page.text()).contains("There is no account for you here yet");
            assertThat(linh.open("/signup").has("form[action^='/auth/login/']")).isFalse();
            assertThat(trips.rows("accounts") + trips.rows("identities") + trips.rows("sessions"))
                    .isZero();
            assertThat(trips.refusals("sign_up_closed")).isEqualTo(1);
        }
    }

    @Test
    @DisplayName(
            "C-14 whoever was invited comes in through a provider that proves the address, in the invited role, and nobody else does")
    void an_invited_address_that_the_provider_proves_makes_an_account() {
        try (ProviderWorld providers = new ProviderWorld(Map.of("SIGN_UP", "invite"))) {
            SignInTrips trips = new SignInTrips(providers);
            UUID root = trips.administrator();
            trips.invite(root, ANA, "user");

            assertThat(trips.signIn(trips.stranger(), "microsoft", ANA).uri().toString())
                    .as("an address that nobody verified")
                    .endsWith("/login?problem=no-account");
            assertThat(trips.signIn(trips.stranger(), "google", Visitor.LINH_WORK)
                            .uri()
                            .toString())
                    .as("another address")
                    .endsWith("/login?problem=no-account");
            assertThat(trips.signIn(trips.stranger(), "google", ANA).path()).isEqualTo("/");
            assertThat(trips.roles(ANA)).containsExactly("user");
            assertThat(trips.rows("invitations")).as("it is used up").isZero();
        }
    }

    @Test
    @DisplayName("C-14 only addresses of some domains may sign up, and only proved ones count")
    void where_domains_are_named_only_an_address_there_that_a_provider_proved_makes_an_account() {
        try (ProviderWorld providers =
                new ProviderWorld(Map.of("SIGN_UP", "open", "SIGN_UP_DOMAINS", "meridian.example"))) {
            SignInTrips trips = new SignInTrips(providers);
            Visitor form = trips.stranger();
            Page signUp = form.open("/signup");
            assertThat(signUp.text()).contains("meridian.example");
            assertThat(signUp.has("form[action='/signup']")).isFalse();

            assertThat(trips.signIn(trips.stranger(), "google", Visitor.LINH_HOME)
                            .uri()
                            .toString())
                    .endsWith("/login?problem=no-account");
            assertThat(trips.signIn(trips.stranger(), "microsoft", ANA).uri().toString())
                    .as("an address that nobody verified")
                    .endsWith("/login?problem=no-account");
            assertThat(trips.rows("accounts")).isZero();
            assertThat(trips.signIn(trips.stranger(), "google", ANA).path()).isEqualTo("/");
            assertThat(trips.rows("accounts")).isEqualTo(1);
        }
    }
}
