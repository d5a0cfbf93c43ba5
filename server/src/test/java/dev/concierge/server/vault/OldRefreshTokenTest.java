package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.vault.HeldTokenEndpoint.Held;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What may be tried after a lost answer where the old refresh token stays, or lives on for a while; and what a wide revocation forbids. */
@Tag("token")
class OldRefreshTokenTest {
    private static void lose(VaultWorld vault, CompletableFuture<String> caller) {
        vault.provider().next().lost();
        assertThat(VaultWorld.outcome(caller)).startsWith("provider-unavailable");
        vault.world().advance(Duration.ofMinutes(2));
    }

    @Test
    void one_that_stays_is_used_again_as_often_as_it_takes() {
        try (VaultWorld vault = new VaultWorld(1, "stays", "project")) {
            VaultWorld.Held grant = vault.grant();
            vault.world().advance(Duration.ofMinutes(2));
            for (int i = 0; i < 3; i++) {
                lose(vault, vault.askAnew(0, grant));
                vault.leasesRunOut(grant);
            }
            CompletableFuture<String> caller = vault.askAnew(0, grant);

            vault.provider().next().tokens("fourth");

            assertThat(VaultWorld.outcome(caller)).isEqualTo("refreshed");
            assertThat(vault.token(0, grant)).isEqualTo("access-fourth");
            theAnswerForAnOlderConsentIsLeftAlone(vault);
            aLostRegistrationIsCounted(vault);
        }
    }

    /** To end our own leftover would end the person's new consent as well. */
    private static void theAnswerForAnOlderConsentIsLeftAlone(VaultWorld vault) {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, grant);
        Held request = vault.provider().next();
        vault.reconsent(grant, "consent");

        request.tokens("leftover");

        assertThat(VaultWorld.outcome(caller)).isEqualTo("access-consent");
        assertThat(vault.provider().revoked()).isEmpty();
        assertThat(vault.waitingToBeRevoked()).isZero();
    }

    /** The metric left out what ended before the call. */
    private static void aLostRegistrationIsCounted(VaultWorld vault) {
        VaultWorld.Held grant = vault.grant("gone");
        vault.end();
        double before = vault.counted(0, "misconfigured");

        assertThat(VaultWorld.outcome(vault.ask(0, grant))).startsWith("misconfigured");

        assertThat(vault.counted(0, "misconfigured")).isEqualTo(before + 1);
    }

    @Test
    void one_with_a_grace_is_used_again_within_it_and_once_more_after_it() {
        try (VaultWorld vault = new VaultWorld(1, "grace", "project")) {
            VaultWorld.Held grant = vault.grant();
            vault.world().advance(Duration.ofMinutes(2));
            lose(vault, vault.askAnew(0, grant));
            vault.pass(grant, Duration.ofMinutes(4));
            lose(vault, vault.askAnew(0, grant));
            vault.pass(grant, Duration.ofMinutes(7));

            assertThat(VaultWorld.outcome(vault.askAnew(0, grant)))
                    .as("eleven minutes after the first use it may be spent, and what is in hand lives")
                    .startsWith("provider-unavailable");
            assertThat(vault.provider().sent()).hasSize(2);
            vault.end();
            CompletableFuture<String> last = vault.ask(0, grant);
            vault.provider().next().error(400, "invalid_grant");

            assertThat(VaultWorld.outcome(last)).isEqualTo("needs-reconnect answer_lost");
            assertThat(vault.provider().sent()).hasSize(3);
        }
    }

    /** It was: a try that left within the grace and came after it, refused with a cause that blamed the person. */
    @Test
    void at_the_edge_of_a_grace_the_token_may_be_spent_before_it_arrives() {
        try (VaultWorld vault = new VaultWorld(1, "grace", "project")) {
            VaultWorld.Held grant = vault.grant();
            vault.world().advance(Duration.ofMinutes(2));
            lose(vault, vault.askAnew(0, grant));
            vault.pass(grant, Duration.ofMinutes(10).minusSeconds(5));

            assertThat(VaultWorld.outcome(vault.askAnew(0, grant))).startsWith("provider-unavailable");
            assertThat(vault.provider().sent()).as("what is in hand lives").hasSize(1);
            aRefusalWithinTheGraceIsNamedAsWell(vault);
        }
    }

    private static void aRefusalWithinTheGraceIsNamedAsWell(VaultWorld vault) {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        lose(vault, vault.ask(0, grant));
        CompletableFuture<String> again = vault.ask(0, grant);

        vault.provider().next().error(400, "invalid_grant");

        assertThat(VaultWorld.outcome(again)).isEqualTo("needs-reconnect answer_lost");
    }

    @Test
    void a_node_that_stops_stores_the_answer_it_waits_for_before_its_pools_close() throws Exception {
        try (VaultWorld vault = new VaultWorld(1, "dies", "project")) {
            VaultWorld.Held grant = vault.grant();
            vault.end();
            CompletableFuture<String> caller = vault.ask(0, grant);
            Held request = vault.provider().next();
            TokenRefresher refresher = vault.world().server().bean(TokenRefresher.class);
            Thread stopping = Thread.ofVirtual().start(vault.world().server()::close);
            VaultWorld.until(() -> !refresher.isRunning());

            request.tokens("in-time");

            stopping.join();
            assertThat(VaultWorld.outcome(caller)).isEqualTo("access-in-time");
            assertThat(vault.row(grant).version()).isEqualTo(2);
            assertThat(vault.intents(grant)).isZero();
        }
    }
}
