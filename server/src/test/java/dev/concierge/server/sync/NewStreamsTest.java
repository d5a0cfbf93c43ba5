package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A release knows more streams than the one that connected somebody. */
@Tag("flow")
class NewStreamsTest {
    @Test
    void a_new_stream_reaches_those_who_are_connected_already_and_runs_where_its_scope_was_granted() throws Exception {
        try (World world = World.start()) {
            SyncedPerson linh = SyncedPerson.connect(world, Visitor.LINH_WORK);
            long before = streams(linh);
            world.database()
                    .owner()
                    .sql("delete from streams where name in ('google.calendar.events', 'google.drive.files')")
                    .update();

            world.server().bean(JobRunner.class).run("sync.clear");
            world.server().bean(JobRunner.class).run("sync.clear");

            assertThat(streams(linh)).isEqualTo(before);
            assertThat(
                            linh.count(
                                    "select count(*) from streams where integration_id = :id and name = 'google.drive.files' and state = 'not_allowed' and due_at is null"))
                    .isEqualTo(1);
            linh.runDue();
            assertThat(linh.outcomes()).containsExactly("done");
            assertThat(linh.records()).isPositive();
        }
    }

    @Test
    void whoever_is_disconnected_gets_none() throws Exception {
        try (World world = World.start()) {
            SyncedPerson linh = SyncedPerson.connect(world, Visitor.LINH_WORK);
            world.database().owner().sql("delete from streams").update();
            world.database()
                    .owner()
                    .sql("update integrations set state = 'disconnected'")
                    .update();

            world.server().bean(JobRunner.class).run("sync.clear");

            assertThat(streams(linh)).isZero();
        }
    }

    private static long streams(SyncedPerson person) {
        return person.count("select count(*) from streams where integration_id = :id");
    }
}
