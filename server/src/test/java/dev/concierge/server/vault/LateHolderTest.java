package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.vault.HeldTokenEndpoint.Held;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two nodes and one grant: whoever comes late with a call, an answer or a verdict harms nothing that happened meanwhile. */
@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LateHolderTest {
    private VaultWorld vault;

    @BeforeAll
    void start() {
        vault = new VaultWorld(2, "dies", "token");
    }

    @AfterEach
    void hearAgain() {
        vault.line().unmuffle();
    }

    @AfterAll
    void stop() {
        vault.close();
    }

    /** Node 0 called and is held at the provider beyond its lease; node 1 has called as well. */
    private record Two(
            VaultWorld.Held grant,
            CompletableFuture<String> early,
            Held first,
            CompletableFuture<String> late,
            Held second) {}

    private Two two() {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        CompletableFuture<String> early = vault.ask(0, grant);
        Held first = vault.provider().next();
        vault.leasesRunOut(grant);
        CompletableFuture<String> late = vault.ask(1, grant);
        return new Two(grant, early, first, late, vault.provider().next());
    }

    @Test
    void who_was_held_up_beyond_the_deadline_gives_up_unsent() throws Exception {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        List<String> sent = vault.provider().sent();
        CompletableFuture<String> caller;
        try (Connection owner = vault.world().database().connect("concierge_owner")) {
            owner.setAutoCommit(false);
            try (PreparedStatement lock = owner.prepareStatement("select 1 from grants where id = ? for update")) {
                lock.setObject(1, grant.grant());
                lock.execute();
            }
            caller = vault.ask(0, grant);
            vault.untilLocked(1);
            vault.world().advance(Duration.ofSeconds(11));
            owner.rollback();
        }

        assertThat(VaultWorld.outcome(caller)).startsWith("provider-unavailable");
        assertThat(vault.provider().sent()).isEqualTo(sent);
        assertThat(vault.intents(grant))
                .as("nothing was sent, so nothing is unknown")
                .isZero();
        assertThat(vault.row(grant).state()).isEqualTo("live");
    }

    @Test
    void an_answer_that_lost_the_compare_and_set_is_dropped_and_ended() {
        Two both = two();
        both.second().tokens("second");
        assertThat(VaultWorld.outcome(both.late())).isEqualTo("access-second");

        both.first().tokens("first");

        assertThat(VaultWorld.outcome(both.early())).isEqualTo("access-second");
        assertThat(vault.row(both.grant()).version()).isEqualTo(2);
        VaultWorld.until(() -> vault.provider().revoked().containsAll(List.of("access-first", "refresh-first")));
        assertThat(vault.provider().revoked()).doesNotContain("access-second", "refresh-second");
    }

    @Test
    void a_verdict_against_a_newer_token_changes_nothing() {
        Two both = two();
        both.second().tokens("newer");
        assertThat(VaultWorld.outcome(both.late())).isEqualTo("access-newer");

        both.first().error(400, "invalid_grant");

        assertThat(VaultWorld.outcome(both.early())).isEqualTo("access-newer");
        assertThat(vault.row(both.grant()).state()).isEqualTo("live");
        assertThat(vault.audited(both.grant(), "refused")).isZero();
    }

    @Test
    void a_verdict_while_somebody_else_has_claimed_changes_nothing() {
        Two both = two();
        both.first().error(400, "invalid_grant");
        VaultWorld.outcome(both.early());
        assertThat(vault.row(both.grant()).state()).isEqualTo("live");
        assertThat(vault.row(both.grant()).leased())
                .as("the other's lease stands")
                .isTrue();
        assertThat(vault.intents(both.grant())).isEqualTo(1);

        both.second().tokens("theirs");

        assertThat(VaultWorld.outcome(both.late())).isEqualTo("access-theirs");
        assertThat(vault.audited(both.grant(), "refused")).isZero();
    }

    /** It was: the fresh token waited for the time-out of a call that it had overtaken. */
    @Test
    void a_time_out_after_a_late_answer_was_stored_puts_off_nothing() {
        Two both = two();
        both.first().tokens("late-but-newest");
        assertThat(VaultWorld.outcome(both.early())).isEqualTo("access-late-but-newest");
        VaultWorld.Row stored = vault.row(both.grant());

        both.second().lost();

        assertThat(VaultWorld.outcome(both.late())).isEqualTo("access-late-but-newest");
        assertThat(vault.row(both.grant()))
                .as("failures, retry and due time too")
                .isEqualTo(stored);
    }

    /** It was: an hour of 503 for a token that nobody had asked the provider to renew. */
    @Test
    void a_wait_that_the_provider_asks_for_is_not_that_of_a_newer_consent() {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, grant);
        Held request = vault.provider().next();
        vault.reconsent(grant, "consent");
        VaultWorld.Row stored = vault.row(grant);

        request.tooMany(3600);

        assertThat(VaultWorld.outcome(caller)).isEqualTo("access-consent");
        assertThat(vault.row(grant)).isEqualTo(stored);
        assertThat(vault.intents(grant)).as("nothing is unknown").isZero();
    }

    /** It was: the claim said "held", the watch said "free", and a caller asked the database without a pause until the deadline. */
    @Test
    void who_waits_for_a_refresh_that_a_consent_overtook_is_told_the_same_by_the_claim_and_by_the_watch() {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, grant);
        Held request = vault.provider().next();
        vault.reconsent(grant, "consent");
        vault.end();

        assertThat(vault.held(grant)).isPositive();
        assertThat(vault.isFree(grant, 2)).isFalse();
        assertThat(vault.isFree(grant, 1)).as("a newer token is there").isTrue();
        request.lost();
        VaultWorld.outcome(caller);
        assertThat(vault.held(grant)).isLessThanOrEqualTo(Duration.ZERO);
        assertThat(vault.isFree(grant, 2)).isTrue();
    }

    @Test
    void a_newer_consent_wins_and_the_answer_is_ended_where_that_reaches_no_further() {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, grant);
        Held request = vault.provider().next();
        long waiting = vault.waitingToBeRevoked();
        vault.reconsent(grant, "consent");

        request.tokens("stale");

        assertThat(VaultWorld.outcome(caller)).isEqualTo("access-consent");
        VaultWorld.until(() -> vault.provider().revoked().containsAll(List.of("access-stale", "refresh-stale")));
        // Those that the consent replaced are left to the revoker's job.
        VaultWorld.until(() -> vault.waitingToBeRevoked() == waiting + 1);
        assertThat(vault.token(1, grant)).isEqualTo("access-consent");
    }

    /** It was: the grant went on with a refresh token that the answer under way had spent. */
    @Test
    void a_newer_consent_without_a_refresh_token_keeps_none_that_is_out() {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, grant);
        Held request = vault.provider().next();
        vault.reconsentWithoutRefreshToken(grant, "consent");
        request.tokens("stale");
        assertThat(VaultWorld.outcome(caller)).isEqualTo("access-consent");

        assertNothingIsSentAnyMore(grant);
    }

    /** As above, where the call ended without an answer: it was forgotten that the token may be spent. */
    @Test
    void a_newer_consent_without_a_refresh_token_keeps_none_whose_answer_was_lost() {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, grant);
        vault.provider().next().lost();
        assertThat(VaultWorld.outcome(caller)).startsWith("provider-unavailable");
        vault.reconsentWithoutRefreshToken(grant, "consent");

        assertNothingIsSentAnyMore(grant);
    }

    @Test
    void a_newer_consent_without_a_refresh_token_keeps_none_that_was_refused() {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, grant);
        vault.provider().next().error(400, "invalid_grant");
        assertThat(VaultWorld.outcome(caller)).startsWith("needs-reconnect");
        vault.reconsentWithoutRefreshToken(grant, "consent");

        assertNothingIsSentAnyMore(grant);
    }

    private void assertNothingIsSentAnyMore(VaultWorld.Held grant) {
        List<String> sent = vault.provider().sent();
        vault.end();
        assertThat(VaultWorld.outcome(vault.ask(0, grant))).isEqualTo("needs-reconnect token_ended");
        assertThat(vault.provider().sent()).isEqualTo(sent);
    }

    @Test
    void a_newer_consent_without_a_refresh_token_goes_on_with_one_that_is_in_hand() {
        VaultWorld.Held grant = vault.grant();
        vault.reconsentWithoutRefreshToken(grant, "consent");
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, grant);

        Held request = vault.provider().next();
        request.tokens("next");

        assertThat(request.refreshToken()).isEqualTo("refresh-0");
        assertThat(VaultWorld.outcome(caller)).isEqualTo("access-next");
    }

    @Test
    void disconnected_meanwhile_the_answer_is_ended_at_once() {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, grant);
        Held request = vault.provider().next();
        vault.disconnect(grant);

        request.tokens("orphan");

        assertThat(VaultWorld.outcome(caller)).startsWith("not-found");
        VaultWorld.until(() -> vault.provider().revoked().containsAll(List.of("access-orphan", "refresh-orphan")));
        assertThat(vault.row(grant).state()).isEqualTo("ended");
        assertThat(vault.intents(grant)).isZero();
    }

    /** It was: a line of the trail for each grant and each try, every ten minutes for as long as a registration was broken. */
    @Test
    void a_registration_that_is_refused_again_is_no_news() {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        refused(grant, "invalid_client");
        refused(grant, "invalid_client");
        assertThat(vault.audited(grant, "refused")).isEqualTo(1);

        refused(grant, "unauthorized_client");

        assertThat(vault.audited(grant, "refused")).as("another cause is").isEqualTo(2);
        assertThat(vault.row(grant).failures()).isEqualTo(3);
    }

    private void refused(VaultWorld.Held grant, String code) {
        CompletableFuture<String> caller = vault.ask(0, grant);
        vault.provider().next().error(401, code);
        assertThat(VaultWorld.outcome(caller)).startsWith("misconfigured");
        vault.world().advance(Duration.ofMinutes(11));
    }

    @Test
    void a_caller_who_hangs_up_cancels_nothing() {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        CountDownLatch gone = new CountDownLatch(1);
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                vault.token(0, grant);
            } catch (RuntimeException e) {
                gone.countDown();
            }
        });
        Held request = vault.provider().next();
        caller.interrupt();
        VaultWorld.until(() -> gone.getCount() == 0);

        request.tokens("for-nobody");

        VaultWorld.until(() -> vault.row(grant).version() == 2);
        assertThat(vault.token(0, grant)).isEqualTo("access-for-nobody");
    }

    /** It was: the other node answered 503 with the new token stored, because its cache still held the row before. */
    @Test
    void a_node_that_has_not_heard_of_the_new_token_yet_hands_it_out_all_the_same() {
        VaultWorld.Held grant = vault.grant();
        assertThat(vault.token(1, grant)).isEqualTo("access-0");
        vault.end();
        vault.line().muffle();
        CompletableFuture<String> first = vault.ask(0, grant);
        Held request = vault.provider().next();
        CompletableFuture<String> waiting = vault.ask(1, grant);

        request.tokens("elsewhere");

        assertThat(VaultWorld.outcome(first)).isEqualTo("access-elsewhere");
        assertThat(VaultWorld.outcome(waiting)).isEqualTo("access-elsewhere");
        assertThat(vault.token(1, grant)).isEqualTo("access-elsewhere");
    }
}
