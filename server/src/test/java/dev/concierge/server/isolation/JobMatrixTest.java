package dev.concierge.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.concierge.server.database.Notifications;
import dev.concierge.server.integrations.Emergency;
import dev.concierge.server.jobs.Job;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.vault.stops.StopOutcome;
import dev.concierge.server.vault.stops.StopScope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** E-11: what is done in the background is done for the account whose row it is. Jobs are found in the running server; each works on rows of both. */
@Tag("isolation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JobMatrixTest {
    /** When a job's rows are due, by how far the clock has been moved on. */
    private enum When {
        AFTER_MINUTES,
        AFTER_AN_HOUR,
        AFTER_WEEKS,
        AFTER_A_YEAR,
        AFTER_A_STOP
    }

    /**
     * What a job does to both accounts' rows.
     *
     * @param gone whether no row is left of them afterwards; else each account's are changed
     */
    private record Works(When when, boolean gone, List<String> tables) {}

    private static final Map<String, Works> WORKS_ON = Map.ofEntries(
            Map.entry("mail.send", new Works(When.AFTER_MINUTES, false, List.of("mails"))),
            Map.entry("identity.answer-request", new Works(When.AFTER_MINUTES, false, List.of("email_links", "mails"))),
            Map.entry("mail.purge", new Works(When.AFTER_WEEKS, true, List.of("mails"))),
            Map.entry("identity.purge-links", new Works(When.AFTER_WEEKS, true, List.of("email_links", "invitations"))),
            Map.entry("vault.sweep-intents", new Works(When.AFTER_MINUTES, true, List.of("refresh_intents"))),
            Map.entry("vault.refresh-due", new Works(When.AFTER_AN_HOUR, false, List.of("grants"))),
            Map.entry("vault.revoke-due", new Works(When.AFTER_AN_HOUR, true, List.of("pending_revocations"))),
            Map.entry("integrations.expire-choices", new Works(When.AFTER_AN_HOUR, true, List.of("pending_grants"))),
            Map.entry("integrations.tell-ends", new Works(When.AFTER_AN_HOUR, false, List.of("integrations", "mails"))),
            Map.entry(
                    "integrations.purge-trips",
                    new Works(When.AFTER_AN_HOUR, true, List.of("connect_tickets", "authorization_requests"))),
            Map.entry("sync.due", new Works(When.AFTER_AN_HOUR, false, List.of("streams"))),
            Map.entry("sync.work", new Works(When.AFTER_AN_HOUR, false, List.of("streams", "runs"))),
            Map.entry("webhooks.watch", new Works(When.AFTER_AN_HOUR, false, List.of("push_watches"))),
            Map.entry("sync.clear", new Works(When.AFTER_WEEKS, true, List.of("runs"))),
            Map.entry("gateway.purge-answers", new Works(When.AFTER_WEEKS, true, List.of("idempotency_keys"))),
            Map.entry("identity.purge-tokens", new Works(When.AFTER_WEEKS, true, List.of("token_families"))),
            Map.entry("identity.export", new Works(When.AFTER_AN_HOUR, false, List.of("account_exports"))),
            Map.entry(
                    "identity.purge-exports",
                    new Works(When.AFTER_WEEKS, true, List.of("account_exports", "account_export_chunks"))),
            Map.entry("identity.leave", new Works(When.AFTER_WEEKS, true, List.of("account_departures"))),
            Map.entry("identity.forget-browsers", new Works(When.AFTER_A_YEAR, true, List.of("known_browsers"))),
            Map.entry("identity.purge-sessions", new Works(When.AFTER_WEEKS, true, List.of("sessions"))),
            Map.entry("vault.destroy-dead", new Works(When.AFTER_A_YEAR, false, List.of("grants"))),
            Map.entry(
                    "integrations.end-stopped",
                    new Works(When.AFTER_A_STOP, false, List.of("grants", "integrations", "receipts"))),
            Map.entry("audit.forget-usage", new Works(When.AFTER_A_YEAR, true, List.of("audit_usage"))));

    /** Jobs that serve the installation and touch no account's row. */
    private static final Set<String> INSTALLATION = Set.of(
            "webhooks.forget",
            "identity.purge-counters",
            "identity.purge-challenges",
            "identity.purge-receipts",
            "identity.turn-signing-keys",
            "audit.seal",
            "audit.partitions",
            "audit.tidy-alerts",
            "audit.verify",
            "identity.tell-alerts",
            "vault.reencrypt");

    private TwoAccounts two;
    private JobRunner runner;

    @BeforeAll
    void start() {
        two = new TwoAccounts();
        runner = two.world().server().bean(JobRunner.class);
    }

    @AfterAll
    void stop() {
        two.close();
    }

    @Test
    @Order(1)
    @DisplayName("E-11 every job is known to this matrix")
    void every_job_is_known() {
        Set<String> names = jobs().keySet();
        assertThat(names).contains("vault.refresh-due", "sync.due").containsAll(WORKS_ON.keySet());
        for (String name : names) {
            if (!WORKS_ON.containsKey(name) && !INSTALLATION.contains(name)) {
                fail("The matrix does not know the job " + name
                        + ". Add it to JobMatrixTest with the table whose rows it works on,"
                        + " and have TwoAccounts make such a row for Alice and for Eve.");
            }
        }
    }

    @Test
    @Order(2)
    @DisplayName("E-11 Eve, in the database as the app role, writes jobs that name Alice's rows")
    void eve_writes_jobs_that_name_alices_rows() {
        runAll();
        Map<String, String> alices = two.rows(two.alice().account);
        Map<String, String> eves = two.rows(two.eve().account);
        ForgedJobs forged = new ForgedJobs(two);

        forged.writeForEveryJob(jobs().keySet());
        runAll();

        assertThat(forged.notRun(jobs())).as("forged jobs that nobody ran").isZero();
        assertThat(two.rows(two.alice().account)).isEqualTo(alices);
        assertThat(two.rows(two.eve().account)).isEqualTo(eves);
        forged.assertNoOtherLane();
        forged.remove();
    }

    @Test
    @Order(3)
    @DisplayName("E-11 every job has rows of both to work on: each is done, and everything stays with its owner")
    void every_job_has_rows_of_both_to_work_on() throws InterruptedException {
        Map<String, String> owners = owners();
        // Looked at before, while the tokens were young: nobody speaks for them again.
        two.world()
                .database()
                .owner()
                .sql("update refresh_intents set answer_lost = false")
                .update();

        List.of(two.alice(), two.eve()).forEach(two::askForMails);
        List.of(two.alice(), two.eve()).forEach(two::askForData);

        works(When.AFTER_MINUTES, Duration.ofMinutes(2), () -> {
            refreshed("select grant_id from refresh_intents");
            runner.runDue(Lane.MAIL);
        });
        List.of(two.alice(), two.eve()).forEach(this::accessEndsSoon);
        works(When.AFTER_AN_HOUR, Duration.ofMinutes(58), () -> {
            refreshed("select id from grants where state = 'live'");
            runAll();
        });
        staysWithItsOwner(owners);
        assertThat(two.alice().api.token(two.alice().integration).status()).isEqualTo(200);
        assertThat(two.eve().api.token(two.eve().integration).status()).isEqualTo(200);
        works(When.AFTER_WEEKS, Duration.ofDays(45), () -> runner.runDue(Lane.MAINTENANCE));
    }

    /** As of a consent for sixty days that was given fifty days ago. */
    private void accessEndsSoon(TwoAccounts.Person person) {
        for (String change : List.of(
                "update accounts set email_verified = true where account_id = (select account_id from integrations where id = :id)",
                "update consents set given_at = given_at - interval '50 days' where integration_id = :id",
                "update grants set refresh_expires_at = obtained_at + interval '10 days'"
                        + " where id = (select grant_id from integrations where id = :id)")) {
            assertThat(two.world()
                            .database()
                            .owner()
                            .sql(change)
                            .param("id", person.integration)
                            .update())
                    .isPositive();
        }
    }

    @Test
    @Order(4)
    @DisplayName("E-11 Eve takes the name of the job that Alice's sync needs, with other data and far away")
    void eve_takes_the_name_of_the_job_that_alices_sync_needs() {
        ForgedJobs forged = new ForgedJobs(two);
        forged.occupyWorkers();
        assertThat(two.alice()
                        .api
                        .post("/api/v1/oauth/integrations/" + two.alice().second + "/sync", "")
                        .status())
                .isEqualTo(202);
        String asked = "select count(*) from streams where asked_at is not null and integration_id = '"
                + two.alice().second + "'";
        assertThat(count(asked)).isPositive();

        // the forged ones run first and find nothing; the next look a second later gives out the real work
        for (int look = 0; look < 2; look++) {
            two.world().advance(Duration.ofSeconds(2));
            runner.runDue(Lane.SYNC);
        }

        assertThat(count(asked)).as("streams of hers that did not run").isZero();
    }

    /** The last of all: what was destroyed counts as held again, so that there is something to stop. */
    @Test
    @Order(6)
    @DisplayName(
            "E-11 an emergency stop of everything: each connection of both is ended, and everything stays with its owner")
    void an_emergency_stop_ends_the_connections_of_both() throws InterruptedException {
        Map<String, String> owners = owners();
        two.world()
                .database()
                .owner()
                .sql("update grants set destroyed_at = null where state = 'rejected'")
                .update();
        Emergency emergency = two.world().server().bean(Emergency.class);
        long connections = emergency.extent(new StopScope.Everything()).connections();
        assertThat(connections).isGreaterThanOrEqualTo(2);
        works(When.AFTER_A_STOP, Duration.ofMinutes(1), () -> {
            assertThat(emergency.order(new StopScope.Everything(), "matrix", "operator", connections))
                    .isInstanceOf(StopOutcome.Ordered.class);
            runner.runDue(Lane.MAINTENANCE);
        });
        staysWithItsOwner(owners);
    }

    /** The last but one: no session or key lives so long. */
    @Test
    @Order(5)
    @DisplayName("E-11 what is kept for a year is forgotten for both, and so are tokens that are dead")
    void what_is_kept_for_a_year_is_forgotten_for_both() throws InterruptedException {
        Map<String, String> owners = owners();
        two.world()
                .database()
                .owner()
                .sql(
                        "update grants set state = 'rejected', cause = 'invalid_grant', rejected_at = obtained_at where state = 'live'")
                .update();
        works(When.AFTER_A_YEAR, Duration.ofDays(401), () -> runner.runDue(Lane.MAINTENANCE));
        staysWithItsOwner(owners);
    }

    @FunctionalInterface
    private interface Act {
        void run() throws InterruptedException;
    }

    /** Moves the clock, acts, and looks at the rows of both in every table that a job works on then. */
    private void works(When when, Duration step, Act act) throws InterruptedException {
        List<TwoAccounts.Person> both = List.of(two.alice(), two.eve());
        List<Map<String, String>> before =
                both.stream().map(person -> two.rows(person.account)).toList();
        two.world().advance(step);
        act.run();
        WORKS_ON.forEach((job, works) -> {
            for (int i = 0; i < both.size() && works.when() == when; i++) {
                for (String table : works.tables()) {
                    String what = job + " and " + table + " of " + (i == 0 ? "Alice" : "Eve");
                    assertThat(before.get(i).get(table)).as(what + " before").doesNotStartWith("0 ");
                    String after = two.rows(both.get(i).account).get(table);
                    if (works.gone()) {
                        assertThat(after).as(what).startsWith("0 ");
                    } else {
                        assertThat(after).as(what).isNotEqualTo(before.get(i).get(table));
                    }
                }
            }
        });
    }

    /** Runs the refresh lane, and waits until each of these grants has a newer token: refreshes run by themselves. */
    private void refreshed(String grants) throws InterruptedException {
        Set<UUID> missing = ConcurrentHashMap.newKeySet();
        missing.addAll(
                two.world().database().owner().sql(grants).query(UUID.class).list());
        assertThat(missing).hasSizeGreaterThanOrEqualTo(2);
        CountDownLatch all = new CountDownLatch(missing.size());
        two.world().server().bean(Notifications.class).onChange(id -> {
            if (missing.remove(id)) {
                all.countDown();
            }
        });
        runner.runDue(Lane.REFRESH);
        assertThat(all.await(1, TimeUnit.MINUTES))
                .as("not refreshed: %s", missing)
                .isTrue();
    }

    private void staysWithItsOwner(Map<String, String> before) {
        Map<String, String> after = owners();
        before.forEach((row, owner) ->
                assertThat(after.getOrDefault(row, owner)).as(row).isEqualTo(owner));
        for (String table : Tables.personal(two.world().database().owner())) {
            if (!table.equals("integrations")
                    && Tables.columns(two.world().database().owner(), table).contains("integration_id")) {
                assertThat(count("select count(*) from " + table + " t join integrations i on i.id = t.integration_id"
                                + " where i.account_id <> t.account_id"))
                        .as("rows of %s under another account than their integration's", table)
                        .isZero();
            }
        }
        assertThat(count("select count(*) from audit_events e"
                        + " join (select 'integration:' || id as name, account_id from integrations"
                        + " union all select 'grant:' || id, account_id from grants) t on t.name = e.target"
                        + " where t.account_id is distinct from e.account_id"))
                .as("lines of the trail under another account than what they are about")
                .isZero();
    }

    /** Every row with an id of its own, and whose it is. */
    private Map<String, String> owners() {
        Map<String, String> owners = new TreeMap<>();
        for (String table : Tables.personal(two.world().database().owner())) {
            if (Tables.columns(two.world().database().owner(), table).contains("id")) {
                two.world()
                        .database()
                        .owner()
                        .sql("select id::text as id, account_id::text as account from " + table
                                + " where account_id is not null")
                        .query(row -> {
                            owners.put(table + " " + row.getString("id"), row.getString("account"));
                        });
            }
        }
        return owners;
    }

    private void runAll() {
        for (Lane lane : Lane.values()) {
            runner.runDue(lane);
        }
    }

    private Map<String, Lane> jobs() {
        Map<String, Lane> jobs = new TreeMap<>();
        two.world()
                .server()
                .context()
                .getBeansOfType(Job.class)
                .values()
                .forEach(job -> jobs.put(job.name(), job.lane()));
        return jobs;
    }

    private long count(String sql) {
        return two.world().database().owner().sql(sql).query(Long.class).single();
    }
}
