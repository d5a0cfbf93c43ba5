package dev.concierge.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.TestDatabase;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two nodes listen to one PostgreSQL: what one changes the other hears, and a node that may have missed something believes nothing it kept. */
@Tag("token")
class NotificationListenerTest {
    private static final UUID ROW = UUID.fromString("018f0000-0000-7000-8000-000000000001");

    private final TestDatabase database = TestDatabase.create();
    private final Node here = new Node();
    private final Node there = new Node();

    @BeforeEach
    void start() {
        here.start();
        there.start();
    }

    @AfterEach
    void stop() {
        here.listener.stop();
        there.listener.stop();
        database.close();
    }

    /** The parts of a node that keep its caches true, with a cache of one row; its time stands still. */
    private final class Node {
        private final NanoClock clock = new NanoClock();
        private final Semaphore heard = new Semaphore(0);
        private final Freshness freshness = new Freshness(this::nanoTime);
        private final Notifications notifications = new Notifications(freshness);
        private final NotificationListener listener = new NotificationListener(
                database.settings(), freshness, notifications, new DatabaseTime(Clock.systemUTC()));
        private final NodeCache<String, Integer> cache = new NodeCaches(freshness).create(10, _ -> List.of(ROW));
        private final AtomicInteger loads = new AtomicInteger();

        /** Asked by the listener at each heartbeat, which is when a test looks again. */
        private long nanoTime() {
            if (Thread.currentThread().getName().equals("notifications")) {
                heard.release();
            }
            return clock.getAsLong();
        }

        private void start() {
            listener.start();
            until(freshness::trusted);
        }

        private @Nullable Integer row() {
            return cache.get("row", _ -> loads.incrementAndGet());
        }

        /** Loads the row, so that it is kept. */
        private int kept() {
            row();
            int kept = loads.get();
            assertThat(row()).as("served from memory").isEqualTo(kept);
            return kept;
        }

        private void until(BooleanSupplier condition) {
            try {
                while (!condition.getAsBoolean()) {
                    assertThat(heard.tryAcquire(30, TimeUnit.SECONDS))
                            .as("the node hears its heartbeat")
                            .isTrue();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void a_change_on_one_node_is_heard_by_the_other_when_it_is_committed() throws Exception {
        int kept = there.kept();
        CountDownLatch heard = new CountDownLatch(1);
        there.notifications.onChange(id -> {
            if (id.equals(ROW)) {
                heard.countDown();
            }
        });
        try (RolePool pool = pool()) {
            new SystemScope(pool).run(_ -> {
                here.notifications.changed(ROW);
                assertThat(there.row()).as("not before the commit").isEqualTo(kept);
            });
        }
        assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(there.row()).isEqualTo(kept + 1);
    }

    @Test
    void a_change_that_is_rolled_back_is_heard_by_nobody() throws Exception {
        int kept = there.kept();
        UUID after = UUID.fromString("018f0000-0000-7000-8000-000000000002");
        CountDownLatch heard = new CountDownLatch(1);
        there.notifications.onChange(id -> {
            if (id.equals(after)) {
                heard.countDown();
            }
        });
        try (RolePool pool = pool()) {
            SystemScope system = new SystemScope(pool);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> system.run(_ -> {
                        here.notifications.changed(ROW);
                        throw new IllegalStateException("rolled back");
                    })))
                    .hasMessage("rolled back");
            system.run(_ -> here.notifications.changed(after));
        }
        assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(there.row()).isEqualTo(kept);
    }

    @Test
    void a_node_that_has_not_heard_itself_for_750_milliseconds_drops_everything_before_it_trusts_again() {
        int kept = here.kept();
        here.clock.advance(Freshness.TRUST);
        here.until(here.freshness::trusted);
        assertThat(here.row()).isEqualTo(kept + 1);
    }

    @Test
    void a_node_whose_listening_connection_is_ended_listens_anew_and_forgets_what_it_kept() {
        int kept = here.kept();
        long loadedAt = here.freshness.now();
        int ended = 0;
        for (int pid : listeners()) {
            ended += terminate(pid) ? 1 : 0;
        }
        assertThat(ended).as("both nodes' connections").isEqualTo(2);
        // Made while nobody listened: nobody will ever be told.
        notify(ROW.toString());

        here.until(() -> !here.freshness.unchangedSince(loadedAt, List.of()));
        here.until(here.freshness::trusted);
        there.until(there.freshness::trusted);

        assertThat(here.row()).isEqualTo(kept + 1);
        assertThat(listeners()).as("new connections").hasSize(2);
        a_change_reaches(here);
        a_change_reaches(there);
    }

    @Test
    void what_is_no_notification_of_ours_is_passed_over() {
        for (String odd : List.of("", "not an id", "beat:", "beat:somebody-else", "x".repeat(7000))) {
            notify(odd);
        }
        a_change_reaches(here);
        a_change_reaches(there);
    }

    @Test
    void a_part_of_the_node_that_fails_at_a_change_does_not_make_the_node_deaf() {
        here.notifications.onChange(_ -> {
            throw new IllegalStateException("a fault of ours");
        });
        notify(ROW.toString());
        a_change_reaches(here);
    }

    @Test
    void a_stopped_node_trusts_nothing() throws InterruptedException {
        int kept = here.kept();
        here.listener.stop();
        while (here.freshness.trusted()) {
            Thread.onSpinWait();
        }
        assertThat(here.row()).isEqualTo(kept + 1);
        assertThat(here.row()).isEqualTo(kept + 2);
    }

    private void a_change_reaches(Node node) {
        UUID id = UUID.randomUUID();
        CountDownLatch heard = new CountDownLatch(1);
        node.notifications.onChange(changed -> {
            if (changed.equals(id)) {
                heard.countDown();
            }
        });
        notify(id.toString());
        try {
            assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void notify(String payload) {
        database.owner()
                .sql("select pg_notify('concierge', :payload)::text")
                .param("payload", payload)
                .query(String.class)
                .single();
    }

    private List<Integer> listeners() {
        return TestDatabase.superuser("postgres")
                .sql("select pid from pg_stat_activity where datname = :name and query ~* '^(listen|notify) '")
                .param("name", database.name())
                .query((row, _) -> row.getInt(1))
                .list();
    }

    private static boolean terminate(int pid) {
        return TestDatabase.superuser("postgres")
                .sql("select pg_terminate_backend(:pid, 10000)")
                .param("pid", pid)
                .query(Boolean.class)
                .single();
    }

    private RolePool pool() {
        DatabaseSettings settings = database.settings();
        return new RolePool("system", settings, settings.system(), 1, null);
    }
}
