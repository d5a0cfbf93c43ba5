package dev.concierge.server.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.oauth.TokenSet;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.support.DatabaseLine;
import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.support.World;
import dev.concierge.server.vault.UpstreamSubject;
import dev.concierge.server.vault.Vault;
import dev.concierge.server.vault.stops.EmergencyStop;
import dev.concierge.server.vault.stops.Extent;
import dev.concierge.server.vault.stops.StopOutcome;
import dev.concierge.server.vault.stops.StopScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** D-07 at a size at which it counts: a thousand connections, cut off in the middle, gone on with by two nodes at once, and every one of them accounted for. */
@Tag("security")
class MassRevocationTest {
    private static final int PEOPLE = 40;
    private static final Map<String, Integer> OF_EACH = Map.of("google", 10, "youtube", 9, "microsoft", 6);
    private static final long CONNECTIONS = 25L * PEOPLE;
    private static final String JOB = "integrations.end-stopped";

    private final DatabaseLine line = DatabaseLine.to(TestDatabase.serverPort());
    private World world;

    @BeforeEach
    void start() {
        world = World.start(
                2,
                Map.of(
                        "POSTGRES_PORT",
                        Integer.toString(line.port()),
                        "MICROSOFT_CLIENT_ID",
                        "concierge-test",
                        "MICROSOFT_CLIENT_SECRET",
                        "a-secret-of-this-test"));
        for (int person = 0; person < PEOPLE; person++) {
            person(person);
        }
    }

    @AfterEach
    void stop() {
        line.mend();
        world.close();
        line.close();
    }

    private void person(int number) {
        UUID account = UUID.randomUUID();
        world.database()
                .owner()
                .sql("insert into accounts (account_id, email, email_verified, display_name, role, created_at)"
                        + " values (:id, :email, true, 'Somebody', 'user', now())")
                .param("id", account)
                .param("email", "somebody" + number + "@people.example")
                .update();
        world.server()
                .bean(AccountScope.class)
                .run(
                        account,
                        _ -> OF_EACH.forEach((provider, connections) -> {
                            for (int connection = 0; connection < connections; connection++) {
                                connection(account, provider);
                            }
                        }));
    }

    private void connection(UUID account, String provider) {
        UUID id = UUID.randomUUID();
        UUID grant = world.server()
                .bean(Vault.class)
                .open(
                        account,
                        world.server().bean(Catalog.class).require(provider),
                        provider.equals("youtube") ? "google" : provider,
                        new UpstreamSubject(id.toString(), null),
                        Set.of("openid"),
                        new TokenSet(
                                Secret.of("access of " + id),
                                Secret.of("refresh of " + id),
                                "Bearer",
                                Duration.ofHours(1),
                                null,
                                null,
                                null));
        IntegrationRepository.insert(
                CurrentTransaction.jdbc(),
                new Integration(
                        id,
                        account,
                        grant,
                        provider,
                        IntegrationState.ACTIVE,
                        null,
                        "Mine",
                        id.toString(),
                        "mine",
                        null,
                        world.clock().instant(),
                        null,
                        Map.of()));
    }

    private long count(String sql) {
        return world.database().owner().sql(sql).query(Long.class).single();
    }

    private Thread started(int node, String job) {
        return Thread.ofVirtual().name(job + " of node " + node).start(() -> {
            try {
                world.node(node).bean(JobRunner.class).run(job);
            } catch (Exception e) {
                // the database was cut off; what matters is what the next run makes of it
            }
        });
    }

    private static void until(BooleanSupplier reached) {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to that within two minutes");
            }
            Thread.onSpinWait();
        }
    }

    private boolean works(int node) {
        try {
            return world.node(node).bean(Emergency.class).history().size() == 1;
        } catch (ProblemException e) {
            return false;
        }
    }

    @Test
    @DisplayName(
            "D-07 a thousand connections of three providers: cut off in the middle, gone on with by two nodes, exact to the last")
    void a_thousand_connections_are_ended_once_each() throws InterruptedException {
        Emergency emergency = world.server().bean(Emergency.class);
        StopScope everything = new StopScope.Everything();
        assertThat(emergency.extent(everything)).isEqualTo(new Extent(CONNECTIONS, PEOPLE));
        assertThat(emergency.extent(new StopScope.OfRegistration("google"))).isEqualTo(new Extent(760, PEOPLE));
        assertThat(emergency.extent(new StopScope.OfProvider("microsoft"))).isEqualTo(new Extent(240, PEOPLE));
        EmergencyStop stop =
                ((StopOutcome.Ordered) emergency.order(everything, "drill", "operator", CONNECTIONS)).stop();

        Thread first = started(0, JOB);
        until(() -> count("select count(*) from receipts") >= CONNECTIONS / 10);
        line.cut();
        first.join();
        long before = count("select count(*) from receipts");
        assertThat(before).as("the middle").isBetween(CONNECTIONS / 10, CONNECTIONS - 1);
        assertThat(count("select count(*) from pending_revocations"))
                .as("whole ones only")
                .isEqualTo(before);

        line.mend();
        until(() -> works(0) && works(1));
        until(() -> {
            List<Thread> both = new ArrayList<>(List.of(started(0, JOB), started(1, JOB)));
            both.forEach(MassRevocationTest::join);
            return emergency.progress(stop.id()).orElseThrow().stop().state() == EmergencyStop.State.DONE;
        });

        everyOneIsEndedOnce(stop);
        StopProgress waiting = emergency.progress(stop.id()).orElseThrow();
        assertThat(waiting.ended()).isEqualTo(CONNECTIONS);
        assertThat(waiting.of(Receipt.Outcome.WAITING)).isEqualTo(CONNECTIONS);

        until(() -> {
            List<Thread> both =
                    new ArrayList<>(List.of(started(0, "vault.revoke-due"), started(1, "vault.revoke-due")));
            both.forEach(MassRevocationTest::join);
            return count("select count(*) from pending_revocations") == 0;
        });

        StopProgress over = emergency.progress(stop.id()).orElseThrow();
        assertThat(over.tallies())
                .containsExactlyInAnyOrder(
                        new StopTally("google", Receipt.Outcome.REVOKED, null, 10L * PEOPLE),
                        new StopTally("youtube", Receipt.Outcome.REVOKED, null, 9L * PEOPLE),
                        new StopTally("microsoft", Receipt.Outcome.BY_HAND, Receipt.Why.NO_ENDPOINT, 6L * PEOPLE));
        assertThat(count("select count(*) from audit_events where action = 'grant.revoke'"))
                .isEqualTo(CONNECTIONS);
    }

    private void everyOneIsEndedOnce(EmergencyStop stop) {
        assertThat(count("select count(*) from integrations where state = 'needs_reconnect' and cause = 'stopped'"))
                .isEqualTo(CONNECTIONS);
        assertThat(count("select count(*) from grants where access_token is null and refresh_token is null"))
                .isEqualTo(CONNECTIONS);
        for (String table : List.of("receipts", "pending_revocations")) {
            assertThat(count("select count(*) from " + table)).as(table).isEqualTo(CONNECTIONS);
            assertThat(count("select count(distinct integration_id) from " + table + " where stop_id = '" + stop.id()
                            + "'"))
                    .as(table)
                    .isEqualTo(CONNECTIONS);
        }
        assertThat(count("select count(*) from audit_events where action = 'integration.stop'"))
                .isEqualTo(CONNECTIONS);
        assertThat(count("select count(distinct target) from audit_events where action = 'integration.stop'"))
                .isEqualTo(CONNECTIONS);
        assertThat(count("select count(*) from mails where kind = 'stopped'"))
                .as("one mail a person")
                .isEqualTo(PEOPLE);
        assertThat(count("select count(*) from audit_events where action in ('emergency.stop', 'emergency.finish')"))
                .isEqualTo(2);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
