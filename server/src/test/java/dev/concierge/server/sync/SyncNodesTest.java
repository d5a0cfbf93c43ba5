package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class SyncNodesTest {
    @Test
    void two_nodes_share_the_work_and_run_no_stream_twice() throws Exception {
        try (World world = World.start(2, Map.of());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<SyncedPerson> people = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                people.add(SyncedPerson.connect(world, Visitor.LINH_HOME));
            }
            List<Callable<Integer>> workers = new ArrayList<>();
            for (int node = 0; node < 2; node++) {
                SyncWorker worker = world.node(node).bean(SyncWorker.class);
                for (int i = 0; i < 4; i++) {
                    workers.add(() -> {
                        worker.work(new SyncWorker.Work("google"));
                        return 0;
                    });
                }
            }
            for (Future<Integer> done : threads.invokeAll(workers)) {
                done.get();
            }
            assertThat(people).allSatisfy(person -> {
                assertThat(person.outcomes()).containsExactly("done");
                assertThat(person.records())
                        .isEqualTo(person.status().records())
                        .isPositive();
            });
            assertThat(world.sandbox().ledger().entries("google", "calendarList"))
                    .hasSize(people.size());
        }
    }

    @Test
    void the_other_node_takes_over_when_a_node_dies() {
        try (World world = World.start(2, Map.of())) {
            SyncedPerson person = SyncedPerson.connect(world, Visitor.LINH_HOME);
            assertThat(world.node(0).bean(ClaimRepository.class).next("google", Duration.ofMinutes(2)))
                    .isPresent();
            world.node(1).bean(JobRunner.class).runDue(Lane.SYNC);
            assertThat(person.outcomes()).as("its lease still stands").isEmpty();

            person.endLease();
            world.node(1).bean(JobRunner.class).runDue(Lane.SYNC);
            world.advance(Duration.ofSeconds(2));
            world.node(1).bean(JobRunner.class).runDue(Lane.SYNC);
            assertThat(person.outcomes()).containsExactly("done");
        }
    }

    @Test
    void another_account_in_the_place_of_the_first_starts_over_and_leaves_nothing_of_it() {
        try (World world = World.start()) {
            SyncedPerson person = SyncedPerson.connect(world, Visitor.LINH_WORK);
            person.runDue();
            long before = person.records();
            person.replaceBy(Visitor.LINH_HOME);
            assertThat(person.records()).isZero();
            assertThat(person.tombstones()).isEqualTo(before);
            person.runDue();

            assertThat(person.records()).isPositive().isEqualTo(person.status().records());
            assertThat(person.count("select count(*) from records where integration_id = :id and part = '"
                            + Visitor.LINH_WORK + "' and deleted_at is null"))
                    .isZero();
        }
    }
}
