package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.TokenSet;
import dev.concierge.server.vault.VaultWorld.Held;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tokens that a provider rejected for good are destroyed after a time; what may work again is not touched, and a person who connects again wins. */
@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadTokensTest {
    private static final Duration KEPT = Duration.ofDays(30);

    private VaultWorld vault;
    private DeadTokens dead;

    @BeforeAll
    void start() {
        vault = new VaultWorld(2, "stays", "token");
        dead = vault.world().node(1).bean(DeadTokens.class);
    }

    @AfterAll
    void stop() {
        vault.close();
    }

    private Held refused(int status, String error) {
        Held grant = vault.grant();
        vault.end();
        refuse(grant, status, error);
        return grant;
    }

    private void refuse(Held grant, int status, String error) {
        CompletableFuture<String> caller = vault.ask(0, grant);
        vault.provider().next().error(status, error);
        VaultWorld.outcome(caller);
    }

    /** How many ciphertexts the row holds. */
    private int kept(Held grant) {
        return sql(
                "select (access_token is not null)::int + (refresh_token is not null)::int from grants where id = :id",
                grant,
                Integer.class);
    }

    private long destructions(Held grant) {
        return sql(
                "select count(*) from audit_events where action = 'grant.destroy' and target = 'grant:' || :id",
                grant,
                Long.class);
    }

    private <T> T sql(String sql, Held grant, Class<T> type) {
        return vault.world()
                .database()
                .owner()
                .sql(sql)
                .param("id", grant.grant())
                .query(type)
                .single();
    }

    private void set(String assignment, Held grant) {
        assertThat(vault.world()
                        .database()
                        .owner()
                        .sql("update grants set " + assignment + " where id = :id")
                        .param("id", grant.grant())
                        .update())
                .isEqualTo(1);
    }

    private void later(Duration time) {
        vault.world().advance(time);
        dead.destroyDue();
    }

    @Test
    void tokens_rejected_for_good_are_destroyed_after_thirty_days_and_the_person_is_still_asked_to_sign_in_again() {
        Held grant = refused(400, "invalid_grant");
        VaultWorld.Row before = vault.row(grant);
        assertThat(before.state()).isEqualTo("rejected");

        later(KEPT.minusMinutes(1));
        assertThat(kept(grant)).isEqualTo(2);
        assertThat(vault.row(grant)).isEqualTo(before);

        later(Duration.ofMinutes(1));

        assertThat(kept(grant)).isZero();
        VaultWorld.Row after = vault.row(grant);
        assertThat(after.state()).isEqualTo("rejected");
        assertThat(after.cause()).isEqualTo(before.cause());
        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(destructions(grant)).isEqualTo(1);
        for (int node = 0; node < 2; node++) {
            assertThat(VaultWorld.outcome(vault.ask(node, grant))).isEqualTo("needs-reconnect " + before.cause());
        }

        later(KEPT);
        assertThat(vault.row(grant)).as("once").isEqualTo(after);
        assertThat(destructions(grant)).isEqualTo(1);
    }

    @Test
    void what_waits_for_the_operator_or_for_the_provider_is_never_touched() {
        Held misconfigured = refused(401, "invalid_client");
        Held unavailable = refused(503, "busy");
        Held lost = vault.grant();
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, lost);
        vault.provider().next().lost();
        VaultWorld.outcome(caller);
        assertThat(vault.row(misconfigured).state()).isEqualTo("misconfigured");
        assertThat(vault.row(unavailable).state()).isEqualTo("live");
        List<Held> waiting = List.of(misconfigured, unavailable, lost);
        List<VaultWorld.Row> before = waiting.stream().map(vault::row).toList();

        later(Duration.ofDays(500));

        assertThat(waiting).allSatisfy(grant -> assertThat(kept(grant)).isEqualTo(2));
        assertThat(waiting.stream().map(vault::row)).isEqualTo(before);
    }

    @Test
    void an_access_token_that_lives_or_has_no_known_end_is_not_touched_though_it_cannot_be_renewed() {
        Held lives = refused(400, "invalid_grant");
        Held endless = refused(400, "invalid_grant");
        set("access_expires_at = access_expires_at + interval '60 days'", lives);
        set("access_expires_at = null", endless);

        later(KEPT.plusDays(1));
        assertThat(kept(lives)).isEqualTo(2);

        later(Duration.ofDays(30));
        assertThat(kept(lives)).isZero();
        assertThat(kept(endless)).isEqualTo(2);
    }

    @Test
    void a_person_who_connects_again_in_the_same_moment_keeps_the_new_tokens() throws Exception {
        Held grant = refused(400, "invalid_grant");
        vault.world().advance(KEPT.plusDays(1));
        CountDownLatch stored = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> reconnect = threads.submit(() -> reconnect(grant, stored, mayCommit));
            stored.await();
            Future<?> round = threads.submit(dead::destroyDue);
            try {
                vault.untilLocked(1);
            } finally {
                mayCommit.countDown();
            }
            reconnect.get();
            round.get();
        }

        assertThat(kept(grant)).isEqualTo(2);
        assertThat(vault.row(grant).state()).isEqualTo("live");
        assertThat(vault.token(0, grant)).isEqualTo("access-anew");
        assertThat(destructions(grant)).isZero();
    }

    /** A new consent is stored and not committed before it may be. */
    private void reconnect(Held grant, CountDownLatch stored, CountDownLatch mayCommit) {
        vault.world().server().bean(AccountScope.class).run(grant.account(), _ -> {
            vault.vault(0).reconsent(grant.grant(), Set.of("openid"), tokens());
            stored.countDown();
            try {
                mayCommit.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void a_grant_whose_tokens_were_destroyed_is_connected_again_and_may_die_again() {
        Held grant = refused(400, "invalid_grant");
        later(KEPT);
        assertThat(kept(grant)).isZero();

        vault.reconsent(grant, "second");
        assertThat(vault.token(1, grant)).isEqualTo("access-second");
        later(KEPT.plusDays(1));
        assertThat(kept(grant)).as("lives, and was rejected long ago").isEqualTo(2);

        refuse(grant, 400, "invalid_grant");
        later(KEPT.minusMinutes(1));
        assertThat(kept(grant)).isEqualTo(2);
        later(Duration.ofMinutes(1));
        assertThat(kept(grant)).isZero();
        assertThat(destructions(grant)).isEqualTo(2);
    }

    @Test
    void what_a_release_before_this_one_rejected_has_its_thirty_days_from_the_first_round_on() {
        Held grant = refused(400, "invalid_grant");
        set("rejected_at = null", grant);

        later(Duration.ofDays(100));
        later(KEPT.minusMinutes(1));
        assertThat(kept(grant)).isEqualTo(2);
        later(Duration.ofMinutes(1));
        assertThat(kept(grant)).isZero();
    }

    @Test
    void many_are_worked_off_in_one_round() {
        Held grant = refused(400, "invalid_grant");
        assertThat(vault.world()
                        .database()
                        .owner()
                        .sql("""
                                insert into grants (id, account_id, provider, registration, upstream_subject, access_token, refresh_token, version, scopes,
                                                    obtained_at, access_expires_at, state, cause, rejected_at)
                                select gen_random_uuid(), account_id, provider, registration, 'many ' || n, access_token, refresh_token, version, scopes,
                                       obtained_at, access_expires_at, state, cause, rejected_at
                                from grants, generate_series(1, 450) n where id = :id
                                """)
                        .param("id", grant.grant())
                        .update())
                .isEqualTo(450);

        later(KEPT);

        assertThat(sql(
                        "select count(*) from grants where upstream_subject like 'many %' and destroyed_at is null and :id is not null",
                        grant, Long.class))
                .isZero();
    }

    @Test
    void the_intent_of_a_grant_that_was_ended_while_its_answer_was_lost_does_not_stay_for_ever() {
        Held grant = vault.grant();
        Held other = vault.grant();
        vault.end();
        for (Held one : List.of(grant, other)) {
            CompletableFuture<String> caller = vault.ask(0, one);
            vault.provider().next().lost();
            VaultWorld.outcome(caller);
        }
        vault.disconnect(grant);
        dead.destroyDue();
        assertThat(vault.intents(grant)).isEqualTo(1);

        vault.pass(grant, Duration.ofDays(2));
        vault.pass(other, Duration.ofDays(2));
        dead.destroyDue();

        assertThat(vault.intents(grant)).isZero();
        assertThat(vault.intents(other)).as("of a grant that lives").isEqualTo(1);
    }

    private static TokenSet tokens() {
        return new TokenSet(
                Secret.of("access-anew"), Secret.of("refresh-anew"), "Bearer", Duration.ofHours(1), null, null, null);
    }
}
