package dev.concierge.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.concierge.server.jobs.Job;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** E-11: work done in the background is done for the account whose row it is, whoever wrote the job. Jobs are found in the running server. */
@Tag("isolation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobMatrixTest {
    /** Every job, and the table of Alice's whose rows it works on; empty for those that serve the installation. */
    private static final Map<String, String> WORKS_ON = Map.of(
            "vault.refresh-due", "grants",
            "vault.sweep-intents", "refresh_intents",
            "vault.revoke-due", "pending_revocations",
            "integrations.expire-choices", "pending_grants",
            "integrations.purge-trips", "connect_tickets",
            "sync.due", "streams",
            "sync.work", "streams",
            "sync.clear", "runs",
            "identity.purge-sessions", "sessions",
            "audit.partitions", "");

    private static final Set<String> INSTALLATION = Set.of("identity.purge-counters", "audit.seal", "vault.reencrypt");

    private TwoAccounts two;

    @BeforeAll
    void start() {
        two = new TwoAccounts();
    }

    @AfterAll
    void stop() {
        two.close();
    }

    @Test
    @DisplayName("E-11 every job is known to this matrix, and has a row of Alice's to work on")
    void every_job_is_known() {
        Set<String> names = new TreeSet<>();
        two.world().server().context().getBeansOfType(Job.class).values().forEach(job -> names.add(job.name()));
        assertThat(names).contains("vault.refresh-due", "sync.due");
        for (String name : names) {
            if (!WORKS_ON.containsKey(name) && !INSTALLATION.contains(name)) {
                fail("The matrix does not know the job " + name
                        + ". Add it to JobMatrixTest with the table whose rows it works on,"
                        + " and have TwoAccounts make such a row for Alice and for Eve.");
            }
        }
    }

    @Test
    @DisplayName("E-11 all jobs run over both accounts' rows: everything stays with its owner")
    void all_jobs_run_and_everything_stays_with_its_owner() {
        two.world().advance(Duration.ofMinutes(58));
        JobRunner runner = two.world().server().bean(JobRunner.class);
        for (Lane lane : Lane.values()) {
            runner.runDue(lane);
        }

        for (String table : Tables.personal(two.world().database().owner())) {
            if (!table.equals("integrations")
                    && Tables.columns(two.world().database().owner(), table).contains("integration_id")) {
                assertThat(count("select count(*) from " + table + " t join integrations i on i.id = t.integration_id"
                                + " where i.account_id <> t.account_id"))
                        .as("rows of %s under another account than their integration's", table)
                        .isZero();
            }
        }
        assertThat(
                        count(
                                "select count(*) from integrations i join grants g on g.id = i.grant_id where g.account_id <> i.account_id"))
                .isZero();
        assertThat(count("select count(*) from records where account_id = '" + two.alice().account + "'"))
                .isPositive();
        assertThat(two.alice().api.token(two.alice().integration).status()).isEqualTo(200);
        assertThat(two.eve().api.token(two.eve().integration).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("E-11 Eve, in the database as the app role, writes a job that names Alice's rows")
    void eve_writes_a_job_that_names_alices_rows() throws SQLException {
        Map<String, String> before = two.rows(two.alice().account);
        try (Connection connection = two.world().database().connect("concierge_app")) {
            enter(connection, two.eve().account.toString());
            for (String lane : List.of("sync", "refresh", "maintenance")) {
                schedule(
                        connection,
                        lane,
                        "vault.revoke-due",
                        two.alice().integration.toString());
                schedule(
                        connection, lane, "no.such-job", two.alice().integration.toString());
            }
            try {
                schedule(connection, "sync; drop table grants", "sync.work", "x");
                fail("a lane that is none was taken");
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("P0001");
            }
        }
        JobRunner runner = two.world().server().bean(JobRunner.class);
        runner.runDue(Lane.SYNC);
        assertThat(two.rows(two.alice().account).get("grants")).isEqualTo(before.get("grants"));
        assertThat(two.rows(two.alice().account).get("integrations")).isEqualTo(before.get("integrations"));
    }

    private long count(String sql) {
        return two.world().database().owner().sql(sql).query(Long.class).single();
    }

    private static void enter(Connection connection, String account) throws SQLException {
        try (PreparedStatement set =
                connection.prepareStatement("select set_config('concierge.account_id', ?, false)")) {
            set.setString(1, account);
            set.execute();
        }
    }

    private static void schedule(Connection connection, String lane, String job, String instance) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement("select schedule_job(?, ?, ?, ?, now())")) {
            call.setString(1, lane);
            call.setString(2, job);
            call.setString(3, instance);
            call.setBytes(4, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            call.execute();
        }
    }
}
