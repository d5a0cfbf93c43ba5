package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.AdminCreate;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.KeptMail;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.web.Role;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mallory registers Ana's address ahead of her and connects accounts of her own there. Then Ana comes, and has nothing of Mallory's (C-05, A-07). */
@Tag("security")
class ConnectedAheadTest {
    private static final String ANA = "ana.ruiz@meridian.example";
    private static final String PASSWORD = "tin kettle hums at six";
    private static final String NEW = "seven grey herons at dawn";

    private ProviderWorld providers;
    private SignInTrips trips;

    /** The ways in which the owner of an address can be the first to prove it. */
    enum Proof {
        NEW_PASSWORD,
        LINK,
        PROVIDER
    }

    @BeforeEach
    void start() {
        providers = new ProviderWorld(Map.of("SIGN_UP", "open"));
        trips = new SignInTrips(providers);
    }

    @AfterEach
    void stop() {
        providers.close();
    }

    private static void signIn(Visitor visitor, String password) {
        visitor.browser()
                .submit(visitor.open("/login"), "form[action='/login']", Map.of("email", ANA, "password", password));
    }

    private Visitor registeredAhead() {
        Visitor mallory = trips.stranger();
        mallory.browser()
                .submit(
                        mallory.open("/signup"),
                        "form[action='/signup']",
                        Map.of("name", "Not Ana", "email", ANA, "password", PASSWORD));
        signIn(mallory, PASSWORD);
        return mallory;
    }

    private Visitor prove(Proof proof) {
        Visitor ana = trips.stranger();
        switch (proof) {
            case NEW_PASSWORD -> {
                newPassword(ana);
                signIn(ana, NEW);
            }
            case LINK -> {
                ana.browser().submit(ana.open("/login/link"), "form[action='/login/link']", Map.of("email", ANA));
                press(ana, "/link/sign-in/", Map.of());
            }
            case PROVIDER -> trips.signIn(ana, "google", ANA);
        }
        return ana;
    }

    private void newPassword(Visitor ana) {
        ana.browser().submit(ana.open("/forgot"), "form[action='/forgot']", Map.of("email", ANA));
        press(ana, "/link/reset/", Map.of("password", NEW));
    }

    private void press(Visitor visitor, String below, Map<String, String> filledIn) {
        String link = new KeptMail(trips.world().server()).link(ANA, below);
        visitor.browser().submit(visitor.open(link), "main form", filledIn);
    }

    private long revokedAtGoogle() {
        trips.world().advance(Duration.ofMinutes(1));
        trips.world().server().bean(JobRunner.class).runDue(Lane.MAINTENANCE);
        return trips.world().sandbox().ledger().count("google", "revoke", "revoked");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C-05 Mallory connected her calendar to an account with Ana's address, and Ana comes")
    void what_was_connected_ahead_is_disconnected_by_the_first_proof(Proof proof) {
        Visitor mallory = registeredAhead();
        mallory.connected(Visitor.LINH_HOME);
        Page question = mallory.connect(Visitor.LINH_WORK, Set.of(Visitor.CALENDAR_LIST));
        assertThat(question.has("button[value=add]")).as(question.text()).isTrue();
        Api backend = providers.backend(mallory);
        assertThat(backend.post("/api/v1/oauth/google/authorize", "{}").status())
                .isEqualTo(200);
        assertThat(trips.rows("pending_grants")).isEqualTo(1);
        assertThat(trips.rows("connect_tickets")).isEqualTo(1);
        URI inFlight = mallory.consent(mallory.beginConnect(), Visitor.LINH_WORK, Set.of());

        Visitor ana = prove(proof);

        assertThat(trips.account(ana).email()).isEqualTo(ANA);
        assertThat(trips.rows("integrations")).isEqualTo(1);
        assertThat(trips.rows("integrations where state <> 'disconnected'")).isZero();
        assertThat(trips.rows("grants where access_token is not null or refresh_token is not null"))
                .isZero();
        assertThat(trips.rows("pending_grants")).as("a choice that waited").isZero();
        assertThat(trips.rows("connect_tickets")).as("a link that waited").isZero();
        assertThat(trips.rows("receipts")).isEqualTo(1);
        assertThat(trips.rows("audit_events where action in ('integration.disconnect', 'integration.choice_end')"))
                .isEqualTo(2);
        assertThat(trips.rows("audit_events where action = 'account.email.prove'"))
                .isEqualTo(1);
        assertThat(revokedAtGoogle()).as("by the provider's ledger").isEqualTo(2);

        assertThat(mallory.browser().open(inFlight).path())
                .as("a trip under way")
                .isNotEqualTo("/integrations");
        assertThat(trips.rows("integrations")).isEqualTo(1);

        ana.connected(ANA);
        assertThat(trips.rows("integrations where state = 'active'")).isEqualTo(1);
    }

    @Test
    @DisplayName("C-05 somebody whose address was proved before sets a new password and keeps what they connected")
    void a_later_proof_disconnects_nothing() {
        trips.world().server().bean(AdminCreate.class).create(ANA, "Ana Ruiz", Role.USER, Secret.of(PASSWORD));
        Visitor ana = trips.stranger();
        signIn(ana, PASSWORD);
        ana.connected(ANA);

        newPassword(trips.stranger());

        assertThat(trips.rows("integrations where state = 'active'")).isEqualTo(1);
        assertThat(trips.rows("receipts")).isZero();
    }

    @Test
    void whoever_made_the_account_confirms_the_address_and_keeps_what_they_connected() {
        Visitor ana = registeredAhead();
        ana.connected(ANA);

        press(ana, "/link/verify/", Map.of());

        assertThat(trips.rows("accounts where email_verified")).isEqualTo(1);
        assertThat(trips.rows("integrations where state = 'active'")).isEqualTo(1);
    }
}
