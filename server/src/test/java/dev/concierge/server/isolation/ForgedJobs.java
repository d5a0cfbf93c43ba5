package dev.concierge.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.concierge.server.jobs.Lane;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Jobs that Eve writes as the app role, under her own account, by the one function that the role may call. */
final class ForgedJobs {
    private final TwoAccounts two;

    ForgedJobs(TwoAccounts two) {
        this.two = two;
    }

    /** Each job in each lane, due now: beside the real one and in its place, with all of Alice's ids in the data. */
    void writeForEveryJob(Collection<String> jobs) {
        TwoAccounts.Person alice = two.alice();
        String data =
                """
                {"provider":"google","account":"%1$s","accountId":"%1$s","integration":"%2$s","integrationId":"%2$s","grantId":"%3$s","id":"%3$s",
                 "streamId":"%4$s","sessionId":"%5$s"}
                """.formatted(alice.account, alice.integration, idOf("grants"), idOf("streams"), two.session(alice));
        for (Lane lane : Lane.values()) {
            for (String job : jobs) {
                for (String instance : List.of(mark(), "recurring")) {
                    schedule(lane.word(), job, instance, data, now());
                }
            }
            schedule(lane.word(), "no.such-job", mark(), data, now());
        }
    }

    /** All workers of Alice's provider, a year from now, with data of a provider that nobody has. */
    void occupyWorkers() {
        for (int number = 1; number <= 64; number++) {
            schedule(
                    "sync",
                    "sync.work",
                    "google:" + number,
                    "{\"provider\":\"nobody\"}",
                    now().plus(Duration.ofDays(365)));
        }
    }

    void assertNoOtherLane() {
        for (String lane : List.of("sync; drop table grants", "", "SYNC", "../sync", "pg_class")) {
            try (Connection connection = eve();
                    PreparedStatement call =
                            connection.prepareStatement("select schedule_job(?, 'sync.work', 'x', null, now())")) {
                call.setString(1, lane);
                call.execute();
                fail("a lane that is none was taken: " + lane);
            } catch (SQLException e) {
                assertThat(e.getSQLState()).as(lane).isEqualTo("P0001");
            }
        }
    }

    /** How many of the forged rows, each in its job's own lane, no scheduler took. */
    long notRun(Map<String, Lane> jobs) {
        long left = 0;
        for (Map.Entry<String, Lane> job : jobs.entrySet()) {
            left += two.world()
                    .database()
                    .owner()
                    .sql("select count(*) from " + table(job.getValue())
                            + " where task_name = :job and task_instance = :mark and last_success is null")
                    .param("job", job.getKey())
                    .param("mark", mark())
                    .query(Long.class)
                    .single();
        }
        return left;
    }

    void remove() {
        for (Lane lane : Lane.values()) {
            two.world()
                    .database()
                    .owner()
                    .sql("delete from " + table(lane) + " where task_instance = :mark")
                    .param("mark", mark())
                    .update();
        }
    }

    private static String table(Lane lane) {
        return "jobs_" + lane.word();
    }

    private String mark() {
        return two.alice().integration.toString();
    }

    private OffsetDateTime now() {
        return two.world().clock().instant().atOffset(ZoneOffset.UTC);
    }

    private String idOf(String table) {
        return two.world()
                .database()
                .owner()
                .sql("select id::text from " + table + " where account_id = :account limit 1")
                .param("account", two.alice().account)
                .query(String.class)
                .single();
    }

    private void schedule(String lane, String job, String instance, String data, OffsetDateTime at) {
        try (Connection connection = eve();
                PreparedStatement call = connection.prepareStatement("select schedule_job(?, ?, ?, ?, ?)")) {
            call.setString(1, lane);
            call.setString(2, job);
            call.setString(3, instance);
            call.setBytes(4, data.getBytes(StandardCharsets.UTF_8));
            call.setObject(5, at);
            call.execute();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Connection eve() throws SQLException {
        Connection connection = two.world().database().connect("concierge_app");
        try (PreparedStatement set =
                connection.prepareStatement("select set_config('concierge.account_id', ?, false)")) {
            set.setString(1, two.eve().account.toString());
            set.execute();
        }
        return connection;
    }
}
