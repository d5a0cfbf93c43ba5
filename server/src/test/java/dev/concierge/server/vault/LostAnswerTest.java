package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.vault.HeldTokenEndpoint.Held;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An answer that never came, where the old refresh token ends with its use: what is in hand goes on, one more try, then a verdict that says why. */
@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostAnswerTest {
    private static final Duration BACK_OFF = Duration.ofMinutes(2);

    private VaultWorld vault;

    @BeforeAll
    void start() {
        vault = new VaultWorld(1, "dies", "project");
    }

    @AfterAll
    void stop() {
        vault.close();
    }

    /** A grant whose refresh, begun before its token ended, was never answered. */
    private VaultWorld.Held withALostAnswer() {
        VaultWorld.Held grant = vault.grant();
        vault.world().advance(Duration.ofMinutes(2));
        CompletableFuture<String> caller = vault.askAnew(0, grant);
        vault.provider().next().lost();
        assertThat(VaultWorld.outcome(caller)).startsWith("provider-unavailable");
        vault.world().advance(BACK_OFF);
        return grant;
    }

    @Test
    void a_token_that_lives_goes_on_being_vended_and_the_old_refresh_token_stays_where_it_is() {
        VaultWorld.Held grant = withALostAnswer();
        List<String> sent = vault.provider().sent();

        assertThat(vault.token(0, grant)).isEqualTo("access-0");
        assertThat(VaultWorld.outcome(vault.askAnew(0, grant))).startsWith("provider-unavailable");

        assertThat(vault.provider().sent()).isEqualTo(sent);
        assertThat(vault.intents(grant)).isEqualTo(1);
    }

    @Test
    void when_it_has_ended_one_more_try_is_made_and_works_where_the_provider_never_saw_the_first() {
        VaultWorld.Held grant = withALostAnswer();
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, grant);

        vault.provider().next().tokens("again");

        assertThat(VaultWorld.outcome(caller)).isEqualTo("access-again");
        assertThat(vault.row(grant).state()).isEqualTo("live");
        assertThat(vault.intents(grant)).isZero();
    }

    @Test
    void a_refused_second_try_means_that_the_answer_was_lost() {
        VaultWorld.Held grant = withALostAnswer();
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, grant);

        vault.provider().next().error(400, "invalid_grant");

        assertThat(VaultWorld.outcome(caller)).isEqualTo("needs-reconnect answer_lost");
        assertVerdict(grant);
    }

    /** It was: the third caller was told "cause null", the connection stayed active, and nobody was ever told. */
    @Test
    void two_lost_answers_are_a_verdict() {
        VaultWorld.Held grant = withALostAnswer();
        vault.end();
        CompletableFuture<String> second = vault.ask(0, grant);
        vault.provider().next().lost();
        assertThat(VaultWorld.outcome(second)).startsWith("provider-unavailable");
        vault.world().advance(BACK_OFF);
        List<String> sent = vault.provider().sent();
        double rejected = vault.counted(0, "rejected");

        assertThat(VaultWorld.outcome(vault.ask(0, grant))).isEqualTo("needs-reconnect answer_lost");
        assertThat(VaultWorld.outcome(vault.ask(0, grant))).isEqualTo("needs-reconnect answer_lost");

        assertThat(vault.provider().sent()).as("nothing is sent a third time").isEqualTo(sent);
        assertThat(vault.counted(0, "rejected")).isEqualTo(rejected + 1);
        assertVerdict(grant);
    }

    /** A try that the provider did not look at is none. */
    @Test
    void a_try_that_was_put_off_or_refused_for_our_registration_does_not_count_and_forgets_nothing() {
        VaultWorld.Held grant = withALostAnswer();
        vault.end();
        CompletableFuture<String> busy = vault.ask(0, grant);
        vault.provider().next().error(429, "slow_down");
        assertThat(VaultWorld.outcome(busy)).startsWith("provider-unavailable");
        vault.world().advance(BACK_OFF);
        CompletableFuture<String> misconfigured = vault.ask(0, grant);
        vault.provider().next().error(401, "invalid_client");
        assertThat(VaultWorld.outcome(misconfigured)).startsWith("misconfigured");
        vault.world().advance(Duration.ofMinutes(11));
        CompletableFuture<String> last = vault.ask(0, grant);

        vault.provider().next().error(400, "invalid_grant");

        assertThat(VaultWorld.outcome(last)).isEqualTo("needs-reconnect answer_lost");
        assertVerdict(grant);
    }

    @Test
    void a_token_that_the_provider_refuses_before_its_time_is_a_reason_for_the_one_more_try() {
        VaultWorld.Held grant = withALostAnswer();
        Thread.ofVirtual().start(() -> vault.vault(0).replaceRefused(grant.account(), grant.grant(), "sync"));

        vault.provider().next().tokens("replacement");

        VaultWorld.until(() -> vault.row(grant).version() == 2);
        assertThat(vault.token(0, grant)).isEqualTo("access-replacement");
    }

    @Test
    void an_answer_that_is_found_after_the_verdict_brings_the_grant_back() {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, grant);
        Held first = vault.provider().next();
        vault.line().cut();
        first.tokens("found");
        int refused = vault.line().refused();
        VaultWorld.until(() -> vault.line().refused() > refused);
        condemn(grant);

        vault.mend();

        VaultWorld.outcome(caller);
        VaultWorld.until(() -> vault.row(grant).version() == 2);
        assertThat(vault.row(grant).state()).isEqualTo("live");
        assertThat(vault.token(0, grant)).isEqualTo("access-found");
    }

    /** What another node does that holds no answer: its verdict comes before ours is stored. */
    private void condemn(VaultWorld.Held grant) {
        vault.world()
                .database()
                .owner()
                .sql("update grants set state = 'rejected', cause = 'answer_lost', fence = fence + 1 where id = :id")
                .param("id", grant.grant())
                .update();
    }

    /** An intent that can only wait stood at the head of the sweep's list for ever, and with 200 of them nobody else was looked at. */
    @Test
    void the_sweep_looks_at_an_intent_once_and_goes_on_to_others() {
        VaultWorld.Held waits = vault.grant();
        vault.world().advance(Duration.ofMinutes(2));
        CompletableFuture<String> caller = vault.askAnew(0, waits);
        Held request = vault.provider().next();
        nodeIsForgotten(waits);
        RefreshSchedule schedule = vault.world().server().bean(RefreshSchedule.class);

        request.lost();
        VaultWorld.outcome(caller);
        nodeIsForgotten(waits);
        vault.world().advance(BACK_OFF);
        schedule.sweep();

        VaultWorld.until(() -> open() == 0);
        assertThat(vault.intents(waits)).as("it is not forgotten").isEqualTo(1);
        assertThat(vault.token(0, waits)).isEqualTo("access-0");
    }

    /** It was: two hundred of them, and nobody else's lost answer was looked at any more. */
    @Test
    void the_sweep_goes_on_from_the_intent_of_an_account_that_is_disabled() {
        VaultWorld.Held grant = withALostAnswer();
        nodeIsForgotten(grant);
        status(grant, "disabled");
        try {
            vault.world().server().bean(RefreshSchedule.class).sweep();

            VaultWorld.until(() -> open() == 0);
            assertThat(vault.intents(grant)).as("it is not forgotten").isEqualTo(1);
        } finally {
            status(grant, "active");
        }
    }

    private void status(VaultWorld.Held grant, String status) {
        vault.world()
                .database()
                .owner()
                .sql("update accounts set status = :status where account_id = :id")
                .param("status", status)
                .param("id", grant.account())
                .update();
    }

    @Test
    void the_sweep_closes_what_is_about_a_token_that_is_not_in_hand_any_more() {
        VaultWorld.Held grant = withALostAnswer();
        vault.reconsent(grant, "new-consent");
        nodeIsForgotten(grant);

        vault.world().server().bean(RefreshSchedule.class).sweep();

        VaultWorld.until(() -> vault.intents(grant) == 0);
        assertThat(vault.token(0, grant)).isEqualTo("access-new-consent");
    }

    /** As a node leaves it that dies with a refresh under way. */
    private void nodeIsForgotten(VaultWorld.Held grant) {
        vault.leasesRunOut(grant);
        vault.world()
                .database()
                .owner()
                .sql("update refresh_intents set answer_lost = false where grant_id = :id")
                .param("id", grant.grant())
                .update();
    }

    private long open() {
        return vault.world()
                .database()
                .owner()
                .sql("select count(*) from refresh_intents where deadline < clock_timestamp() and not answer_lost")
                .query(Long.class)
                .single();
    }

    private void assertVerdict(VaultWorld.Held grant) {
        VaultWorld.Row row = vault.row(grant);
        assertThat(row.state()).isEqualTo("rejected");
        assertThat(row.cause()).isEqualTo("answer_lost");
        assertThat(row.leased()).isFalse();
        assertThat(vault.intents(grant)).isZero();
        assertThat(vault.world()
                        .database()
                        .owner()
                        .sql(
                                "select count(*) from audit_events where action = 'grant.refresh' and target = :target and detail ->> 'reason' = 'answer_lost'")
                        .param("target", "grant:" + grant.grant())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }
}
