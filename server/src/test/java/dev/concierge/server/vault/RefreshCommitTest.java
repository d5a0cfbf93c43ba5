package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.vault.HeldTokenEndpoint.Held;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DataAccessResourceFailureException;

/** The database goes away while an answer is to be stored: the answer is kept and stored once, and the provider is not asked again. */
@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefreshCommitTest {
    private static final String APP = "concierge_app";

    private VaultWorld vault;

    @BeforeAll
    void start() {
        vault = new VaultWorld(1, "dies", "token");
    }

    @AfterEach
    void mend() {
        vault.mend();
    }

    @AfterAll
    void stop() {
        vault.close();
    }

    /** It was: the repeated store found the version that it had raised itself, took that for somebody else's, and revoked the stored tokens. */
    @Test
    void a_store_whose_commit_was_made_but_not_heard_of_is_not_taken_for_somebody_elses() throws Exception {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, grant);
        Held request = vault.provider().next();
        CountDownLatch lost = vault.line().loseNextCommit(APP, false);

        request.tokens("heard-1");

        assertThat(lost.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(VaultWorld.outcome(caller)).isEqualTo("access-heard-1");
        assertThat(vault.row(grant).version()).isEqualTo(2);
        assertThat(vault.waitingToBeRevoked()).isZero();
        assertThat(vault.provider().revoked()).isEmpty();
        assertThat(vault.audited(grant, "done")).as("written once").isEqualTo(1);
        assertThat(vault.intents(grant)).isZero();
    }

    /** The tokens were stored and replaced again before the repeated store looked: they were vended meanwhile, so they are nobody's leftover. */
    @Test
    void a_store_that_was_made_and_overtaken_afterwards_is_not_revoked_either() throws Exception {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, grant);
        Held request = vault.provider().next();
        CountDownLatch lost = vault.line().loseNextCommit(APP, true);
        request.tokens("heard-2");
        assertThat(lost.await(60, TimeUnit.SECONDS)).isTrue();

        vault.world()
                .database()
                .owner()
                .sql("update grants set version = version + 1 where id = :id")
                .param("id", grant.grant())
                .update();
        vault.mend();

        VaultWorld.outcome(caller);
        assertThat(vault.row(grant).version()).isEqualTo(3);
        assertThat(vault.waitingToBeRevoked()).isZero();
        assertThat(vault.provider().revoked()).isEmpty();
    }

    @Test
    void a_verdict_whose_commit_was_not_heard_of_is_written_once() throws Exception {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, grant);
        Held request = vault.provider().next();
        CountDownLatch lost = vault.line().loseNextCommit(APP, false);

        request.error(400, "invalid_grant");

        assertThat(lost.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(VaultWorld.outcome(caller)).isEqualTo("needs-reconnect grant_ended");
        assertThat(vault.row(grant).failures()).isEqualTo(1);
        assertThat(vault.audited(grant, "refused")).isEqualTo(1);
    }

    @Test
    void while_the_database_is_away_the_answer_is_kept_and_the_store_repeated() {
        VaultWorld.Held grant = vault.grant();
        vault.end();
        CompletableFuture<String> caller = vault.ask(0, grant);
        Held request = vault.provider().next();
        int sent = vault.provider().sent().size();

        vault.line().cut();
        request.tokens("kept");
        int refused = vault.line().refused();
        VaultWorld.until(() -> vault.line().refused() > refused + 1);
        assertThat(vault.row(grant).version()).isEqualTo(1);
        vault.mend();

        VaultWorld.outcome(caller);
        VaultWorld.until(() -> vault.row(grant).version() == 2);
        assertThat(vault.token(0, grant)).isEqualTo("access-kept");
        assertThat(vault.provider().sent()).as("the call is not repeated").hasSize(sent);
    }

    /** It was: no pause and no connection, so a loop for ten minutes with a line of the log for each turn, and the answer was lost. */
    @Test
    void an_interrupt_ends_neither_the_tries_nor_the_pauses_between_them() throws Exception {
        VaultWorld.Held grant = vault.grant();
        CommitOnce commits = vault.world().server().bean(CommitOnce.class);
        AtomicInteger tries = new AtomicInteger();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        long began = System.nanoTime();

        Thread.ofVirtual().start(() -> {
            commits.run(grant.account(), grant.grant(), _ -> {
                if (tries.incrementAndGet() < 3) {
                    Thread.currentThread().interrupt();
                    throw new DataAccessResourceFailureException("away");
                }
                return true;
            });
            interrupted.complete(Thread.currentThread().isInterrupted());
        });

        assertThat(interrupted.get(60, TimeUnit.SECONDS))
                .as("it is not forgotten")
                .isTrue();
        assertThat(tries).hasValue(3);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void a_database_that_cannot_be_written_costs_no_token() {
        VaultWorld.Held grant = vault.grant();
        vault.token(0, grant);
        vault.end();
        int sent = vault.provider().sent().size();

        vault.line().cut();
        CompletableFuture<String> caller = vault.ask(0, grant);
        assertThat(VaultWorld.outcome(caller)).startsWith("unavailable");
        vault.mend();

        assertThat(vault.provider().sent()).hasSize(sent);
        assertThat(vault.intents(grant)).isZero();
    }

    /** It said "Nothing was changed", also where the change had been made. */
    @Test
    void a_commit_that_nobody_answered_is_not_called_undone() {
        VaultWorld.Held grant = vault.grant();
        AccountScope accounts = vault.world().server().bean(AccountScope.class);
        String change = "update grants set failures = 7 where id = :id";

        vault.line().loseNextCommit(APP, false);
        ProblemException unknown = catchThrowableOfType(
                ProblemException.class,
                () -> accounts.run(
                        grant.account(),
                        jdbc -> jdbc.sql(change).param("id", grant.grant()).update()));

        assertThat(unknown.detail()).contains("not known").doesNotContain("Nothing was changed");
        assertThat(vault.row(grant).failures()).as("it was made").isEqualTo(7);
        ProblemException before = catchThrowableOfType(
                ProblemException.class,
                () -> accounts.run(grant.account(), jdbc -> {
                    vault.line().cut();
                    jdbc.sql(change).param("id", grant.grant()).update();
                }));
        assertThat(before.detail()).contains("Nothing was changed");
    }
}
