package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class ClearingTest {
    @Test
    void runs_and_tombstones_are_deleted_when_they_are_old_and_records_never() throws Exception {
        try (World world = World.start()) {
            SyncedPerson linh = SyncedPerson.connect(world, Visitor.LINH_WORK);
            var event = world.sandbox()
                    .calendar(Visitor.LINH_WORK)
                    .add("Soon gone", LocalDateTime.of(2030, 5, 2, 9, 0), LocalDateTime.of(2030, 5, 2, 10, 0));
            linh.runDue();
            world.sandbox().calendar(Visitor.LINH_WORK).cancel(event.id());
            world.advance(Duration.ofMinutes(16));
            linh.runDue();
            long records = linh.records();
            assertThat(linh.tombstones()).isEqualTo(1);

            world.advance(Duration.ofDays(29));
            world.server().bean(JobRunner.class).run("sync.clear");
            assertThat(linh.tombstones()).isEqualTo(1);
            assertThat(linh.outcomes()).hasSize(2);

            world.advance(Duration.ofDays(2));
            world.server().bean(JobRunner.class).run("sync.clear");
            assertThat(linh.tombstones()).isZero();
            assertThat(linh.outcomes()).isEmpty();
            assertThat(linh.records()).isEqualTo(records);
        }
    }
}
