package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.database.Notifications;
import dev.concierge.server.integrations.Emergency;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.vault.VaultWorld.Held;
import dev.concierge.server.vault.stops.EmergencyStop;
import dev.concierge.server.vault.stops.Extent;
import dev.concierge.server.vault.stops.StopOutcome;
import dev.concierge.server.vault.stops.StopScope;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** D-07: an emergency stop ends the use of tokens at once, on nodes that hear of it and on nodes that hear nothing, from caches and in refreshes under way. */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmergencyStopTest {
    private static final String STOPPED = "needs-reconnect stopped";

    private VaultWorld vault;
    private int revokedBefore;
    private int sentBefore;

    @BeforeAll
    void start() {
        vault = new VaultWorld(2, "dies", "token");
    }

    @BeforeEach
    void begin() {
        for (String table : List.of("pending_revocations", "refresh_intents", "grants", "emergency_stops")) {
            vault.world().database().owner().sql("delete from " + table).update();
        }
        revokedBefore = vault.provider().revoked().size();
        sentBefore = vault.provider().sent().size();
    }

    /** The tokens that were ended in this test. */
    private List<String> revoked() {
        List<String> all = vault.provider().revoked();
        return all.subList(revokedBefore, all.size());
    }

    /** The refresh tokens that were presented in this test. */
    private List<String> sent() {
        List<String> all = vault.provider().sent();
        return all.subList(sentBefore, all.size());
    }

    @AfterAll
    void stop() {
        vault.close();
    }

    private Emergency emergency(int node) {
        return vault.world().node(node).bean(Emergency.class);
    }

    private EmergencyStop ordered(StopScope scope) {
        Extent extent = emergency(0).extent(scope);
        return switch (emergency(0).order(scope, "test", "operator", extent.connections())) {
            case StopOutcome.Ordered(EmergencyStop stop) -> stop;
            case StopOutcome.NothingThere _, StopOutcome.OtherCount _ -> throw new AssertionError(extent);
        };
    }

    private void run(int node, String job) {
        try {
            vault.world().node(node).bean(JobRunner.class).run(job);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String asked(int node, Held grant) {
        return VaultWorld.outcome(vault.ask(node, grant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"provider", "registration", "account", "everything"})
    @DisplayName("D-07 tokens that both nodes have in memory are handed out by neither")
    void tokens_in_memory_are_handed_out_by_no_node(String kind) {
        Held grant = vault.grant();
        assertThat(asked(0, grant)).isEqualTo("access-0");
        assertThat(asked(1, grant)).isEqualTo("access-0");
        String target = switch (kind) {
            case "account" -> grant.account().toString();
            case "everything" -> "";
            default -> "google";
        };

        ordered(StopScope.of(kind, target));

        assertThat(asked(0, grant)).as("the node that ordered it, at once").isEqualTo(STOPPED);
        VaultWorld.until(() -> asked(1, grant).equals(STOPPED));
        assertThatThrownBy(() -> vault.vault(1).refreshNow(grant.account(), grant.grant(), "key:test"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.NEEDS_RECONNECT));
        assertThat(sent()).as("refreshes that reached the provider").isEmpty();
    }

    @Test
    @DisplayName("D-07 a node whose listening connection is cut refuses as soon as it has noticed, without any news")
    void a_node_whose_listening_connection_is_cut_refuses() {
        Held grant = vault.grant();
        assertThat(asked(1, grant)).isEqualTo("access-0");
        TestDatabase.superuser("postgres")
                .sql("alter role concierge_auth connection limit 0")
                .update();
        try {
            VaultWorld.until(() -> {
                var _ = TestDatabase.superuser("postgres")
                        .sql(
                                "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'concierge_auth'"
                                        + " and datname = :name")
                        .param("name", vault.world().database().name())
                        .query(Long.class)
                        .single();
                return !vault.world().node(1).bean(Notifications.class).heard()
                        && !vault.world().node(0).bean(Notifications.class).heard();
            });

            ordered(new StopScope.OfProvider("google"));

            assertThat(asked(1, grant)).as("no memory is believed").isEqualTo(STOPPED);
            assertThat(asked(0, grant)).isEqualTo(STOPPED);
        } finally {
            TestDatabase.superuser("postgres")
                    .sql("alter role concierge_auth connection limit -1")
                    .update();
        }
        VaultWorld.until(() -> vault.world().node(1).bean(Notifications.class).heard());
        assertThat(asked(1, grant)).as("and it stays so when it hears again").isEqualTo(STOPPED);
    }

    @Test
    @DisplayName("D-07 a refresh under way at that moment does not bring the grant back, and what it brought is ended")
    void a_refresh_under_way_does_not_bring_the_grant_back() {
        Held grant = vault.grant();
        vault.end();
        CompletableFuture<String> caller = vault.ask(1, grant);
        HeldTokenEndpoint.Held refresh = vault.provider().next();

        ordered(new StopScope.OfProvider("google"));
        refresh.tokens("1");

        assertThat(VaultWorld.outcome(caller)).isEqualTo(STOPPED);
        assertThat(vault.row(grant).version()).as("nothing was stored").isEqualTo(1);
        VaultWorld.until(() -> revoked().containsAll(List.of("refresh-1", "access-1")));
        run(0, "integrations.end-stopped");
        assertThat(asked(0, grant)).isEqualTo(STOPPED);
        assertThat(vault.waitingToBeRevoked()).isOne();
        run(1, "vault.revoke-due");
        assertThat(revoked()).contains("refresh-0", "access-0");
        assertThat(vault.waitingToBeRevoked()).isZero();
        assertThat(vault.intents(grant)).isZero();
    }

    @Test
    @DisplayName(
            "D-07 an answer that comes after the tokens were taken away is not stored, and no verdict of it either")
    void an_answer_after_the_tokens_were_taken_away_changes_nothing() {
        Held first = vault.grant();
        Held second = vault.grant();
        vault.end();
        CompletableFuture<String> one = vault.ask(0, first);
        HeldTokenEndpoint.Held answer = vault.provider().next();
        CompletableFuture<String> other = vault.ask(0, second);
        HeldTokenEndpoint.Held refusal = vault.provider().next();
        ordered(new StopScope.Everything());
        run(1, "integrations.end-stopped");
        VaultWorld.Row taken = vault.row(first);
        assertThat(taken.state()).isEqualTo("rejected");
        assertThat(taken.cause()).isEqualTo("stopped");

        answer.tokens("1");
        refusal.error(400, "invalid_grant");

        assertThat(VaultWorld.outcome(one)).isEqualTo(STOPPED);
        assertThat(VaultWorld.outcome(other)).isEqualTo(STOPPED);
        assertThat(vault.row(first)).isEqualTo(taken);
        assertThat(vault.row(second).cause()).isEqualTo("stopped");
        VaultWorld.until(() -> revoked().contains("refresh-1"));
    }

    @Test
    @DisplayName("D-07 the schedule asks for nothing that is stopped")
    void the_schedule_asks_for_nothing_that_is_stopped() {
        Held grant = vault.grant();
        ordered(new StopScope.OfRegistration("google"));
        vault.end();

        for (int node = 0; node < 2; node++) {
            vault.world().node(node).bean(RefreshSchedule.class).begin();
            RefreshResult result = vault.world()
                    .node(node)
                    .bean(TokenRefresher.class)
                    .refresh(grant.account(), grant.grant(), RefreshAsk.SCHEDULE);
            assertThat(result).isInstanceOf(RefreshResult.Rejected.class);
        }

        assertThat(sent()).isEmpty();
    }

    @Test
    @DisplayName("D-07 what was consented to after the stop is not touched by it, at once and after the job")
    void what_was_consented_to_after_the_stop_is_not_touched() {
        Held before = vault.grant();
        Held renewed = vault.grant();
        EmergencyStop stop = ordered(new StopScope.Everything());
        Held after = vault.grant();
        run(0, "integrations.end-stopped");
        vault.reconsent(renewed, "2");

        assertThat(asked(1, after)).isEqualTo("access-0");
        VaultWorld.until(() -> asked(1, renewed).equals("access-2"));
        run(0, "integrations.end-stopped");
        assertThat(asked(0, after)).isEqualTo("access-0");
        assertThat(asked(0, renewed)).isEqualTo("access-2");
        assertThat(asked(0, before)).isEqualTo(STOPPED);
        VaultWorld.until(() -> {
            run(1, "integrations.end-stopped");
            return emergency(1).progress(stop.id()).orElseThrow().stop().state() == EmergencyStop.State.DONE;
        });
        assertThat(asked(1, after)).isEqualTo("access-0");
    }

    @Test
    @DisplayName(
            "D-07 a pause keeps the tokens from the provider and out of use; at their 72 hours they go all the same")
    void a_pause_keeps_the_tokens_from_the_provider_but_not_for_ever() {
        Held grant = vault.grant();
        EmergencyStop stop = ordered(new StopScope.Everything());
        assertThat(emergency(1).pause(stop.id(), "operator")).isTrue();
        assertThat(emergency(1).pause(stop.id(), "operator")).isFalse();
        run(0, "integrations.end-stopped");
        run(0, "vault.revoke-due");
        assertThat(revoked()).isEmpty();
        assertThat(asked(1, grant)).isEqualTo(STOPPED);

        vault.world().advance(Duration.ofHours(71));
        run(1, "vault.revoke-due");
        assertThat(revoked()).isEmpty();
        vault.world().advance(Duration.ofHours(2));
        run(1, "vault.revoke-due");
        assertThat(revoked()).containsExactly("refresh-0", "access-0");
        assertThat(vault.waitingToBeRevoked()).isZero();
    }

    @Test
    @DisplayName("D-07 a wrong number, nothing in the scope and a bad reason end nothing")
    void a_wrong_number_ends_nothing() {
        Held grant = vault.grant();
        StopScope google = new StopScope.OfProvider("google");

        assertThat(emergency(0).order(google, "test", "operator", 2))
                .isEqualTo(new StopOutcome.OtherCount(new Extent(1, 1)));
        assertThat(emergency(0).order(new StopScope.OfProvider("notion"), "test", "operator", 0))
                .isEqualTo(new StopOutcome.NothingThere());
        assertThat(emergency(0).order(new StopScope.OfAccount(UUID.randomUUID()), "test", "operator", 0))
                .isEqualTo(new StopOutcome.NothingThere());
        assertThatThrownBy(() -> emergency(0).order(google, " ", "operator", 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> emergency(0).order(google, "two\nlines", "operator", 1))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(asked(0, grant)).isEqualTo("access-0");
        assertThat(emergency(0).history()).isEmpty();
    }
}
