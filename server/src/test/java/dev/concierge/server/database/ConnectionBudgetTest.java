package dev.concierge.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.rooms.Rooms;
import dev.concierge.server.support.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A node holds at most 16 connections, however many ask; who has to wait waits in the scope's queue, in turn, and is told when it takes too long. */
@Tag("performance")
class ConnectionBudgetTest {
    private static final int CROWD = 60;
    private static final UUID SOMEBODY = new UUID(0, 1);

    /** Work in a transaction of one role. */
    private interface Scope {
        @Nullable
        Object inTransaction(Holding holding);
    }

    /** Keeps its connection until the gate opens. */
    private static final class Holding {
        private final Semaphore inside = new Semaphore(0);
        private final CountDownLatch gate = new CountDownLatch(1);

        private int hold(JdbcClient jdbc) {
            int one = jdbc.sql("select 1").query(Integer.class).single();
            inside.release();
            try {
                assertThat(gate.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
            return one;
        }
    }

    @Test
    void three_crowds_at_once_hold_sixteen_connections_and_none_waits_inside_a_pool() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                RolePool app = pool(database, "app", 8, Duration.ofSeconds(60));
                RolePool auth = pool(database, "auth", 3, Duration.ofSeconds(60));
                RolePool system = pool(database, "system", 4, Duration.ofSeconds(60))) {
            Map<RolePool, Scope> scopes = new LinkedHashMap<>();
            scopes.put(app, holding -> new AccountScope(app).call(SOMEBODY, holding::hold));
            scopes.put(auth, holding -> new AuthScope(auth).call(holding::hold));
            scopes.put(system, holding -> new SystemScope(system).call(holding::hold));
            Freshness freshness = new Freshness(System::nanoTime);
            NotificationListener listener = new NotificationListener(
                    database.settings(), freshness, new Notifications(freshness), new DatabaseTime(Clock.systemUTC()));
            listener.start();
            Map<RolePool, Holding> holdings = new LinkedHashMap<>();
            List<FutureTask<@Nullable Object>> crowd = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            scopes.forEach((pool, scope) -> {
                Holding holding = new Holding();
                holdings.put(pool, holding);
                for (int i = 0; i < CROWD; i++) {
                    FutureTask<@Nullable Object> one = new FutureTask<>(() -> scope.inTransaction(holding));
                    crowd.add(one);
                    threads.add(Thread.ofPlatform().daemon().start(one));
                }
            });
            for (Map.Entry<RolePool, Holding> one : holdings.entrySet()) {
                int size = one.getKey().unguarded().getMaximumPoolSize();
                assertThat(one.getValue().inside.tryAcquire(size, 60, TimeUnit.SECONDS))
                        .as("%s have their connection", size)
                        .isTrue();
            }
            while (!freshness.trusted()) {
                Thread.onSpinWait();
            }
            while (threads.stream().anyMatch(thread -> thread.getState() != Thread.State.TIMED_WAITING)) {
                Thread.onSpinWait();
            }

            assertThat(connections(database)).isEqualTo(DatabaseSettings.CONNECTION_BUDGET);
            scopes.keySet()
                    .forEach(pool -> assertThat(
                                    pool.unguarded().getHikariPoolMXBean().getThreadsAwaitingConnection())
                            .as(pool.role())
                            .isZero());

            holdings.values().forEach(holding -> holding.gate.countDown());
            for (FutureTask<@Nullable Object> one : crowd) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(1);
            }
            assertThat(connections(database)).isLessThanOrEqualTo(DatabaseSettings.CONNECTION_BUDGET);
            listener.stop();
        }
    }

    @Test
    void who_waits_too_long_is_told_to_come_back() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                RolePool pool = pool(database, "system", 1, Duration.ofMillis(300))) {
            SystemScope scope = new SystemScope(pool);
            Holding holding = new Holding();
            FutureTask<Integer> holder = new FutureTask<>(() -> scope.call(holding::hold));
            Thread.ofPlatform().daemon().start(holder);
            assertThat(holding.inside.tryAcquire(60, TimeUnit.SECONDS)).isTrue();

            assertThatThrownBy(() -> scope.call(holding::hold))
                    .isInstanceOfSatisfying(ProblemException.class, problem -> {
                        assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE);
                        assertThat(problem.detail()).contains("wait for the database");
                    });

            holding.gate.countDown();
            assertThat(holder.get(60, TimeUnit.SECONDS)).isEqualTo(1);
            int after =
                    scope.call(jdbc -> jdbc.sql("select 2").query(Integer.class).single());
            assertThat(after).as("the refused one took nobody's place").isEqualTo(2);
        }
    }

    @Test
    void settings_that_would_hold_more_than_sixteen_are_refused() {
        DatabaseSettings.Login login = new DatabaseSettings.Login("somebody", "x");
        assertThatThrownBy(() -> new DatabaseSettings(
                        "localhost", 5432, "x", login, login, login, login, 9, 3, 4, Duration.ofSeconds(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16");
    }

    @Test
    void a_node_keeps_to_the_sizes_it_was_given() {
        try (Rooms rooms = Rooms.with("database").open()) {
            List<RolePool> pools = List.of(
                    rooms.get("appPool", RolePool.class),
                    rooms.get("authPool", RolePool.class),
                    rooms.get("systemPool", RolePool.class));
            assertThat(pools)
                    .extracting(pool -> pool.unguarded().getMaximumPoolSize())
                    .containsExactly(8, 3, 4);
        }
    }

    private static RolePool pool(TestDatabase database, String role, int size, Duration wait) {
        DatabaseSettings at = database.settings();
        DatabaseSettings settings = new DatabaseSettings(
                at.host(), at.port(), at.name(), at.app(), at.auth(), at.system(), at.owner(), 8, 3, 4, wait);
        DatabaseSettings.Login login = switch (role) {
            case "app" -> at.app();
            case "auth" -> at.auth();
            default -> at.system();
        };
        return new RolePool(role, settings, login, size, null);
    }

    private static long connections(TestDatabase database) {
        return TestDatabase.superuser("postgres")
                .sql(
                        "select count(*) from pg_stat_activity where datname = :name and application_name = 'concierge' and usename like 'concierge!_%' escape '!'")
                .param("name", database.name())
                .query(Long.class)
                .single();
    }
}
