package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a provider allows in a day and in a while, kept by two nodes together. */
@Tag("performance")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallBudgetsTest {
    private static final ZoneId LOS_ANGELES = ZoneId.of("America/Los_Angeles");
    private World world;

    @BeforeAll
    void start() {
        world = World.start(2, Map.of("concierge.sync.longest-wait", "0s"));
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void two_nodes_never_use_more_units_than_a_day_has_and_the_day_begins_where_the_provider_says() throws Exception {
        Provider youtube = provider("youtube");
        int cost = 125;
        List<Callable<Optional<Duration>>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            CallBudgets budgets = budgets(i % 2);
            calls.add(() -> budgets.take(youtube, UUID.randomUUID(), cost));
        }
        List<Duration> waits = new ArrayList<>();
        int taken = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Optional<Duration>> call : threads.invokeAll(calls)) {
                Optional<Duration> wait = call.get();
                wait.ifPresent(waits::add);
                taken += wait.isEmpty() ? 1 : 0;
            }
        }
        assertThat(taken).isEqualTo(80);
        assertThat(world.database()
                        .owner()
                        .sql("select sum(used) from call_budgets where provider = 'youtube'")
                        .query(Long.class)
                        .single())
                .isEqualTo(10_000);
        Instant midnight = world.clock().instant().plus(waits.getFirst());
        assertThat(midnight.atZone(LOS_ANGELES).toLocalTime())
                .isBetween(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT.plusMinutes(1));

        world.advance(waits.getFirst());
        assertThat(budgets(1).take(youtube, UUID.randomUUID(), 1)).isEmpty();
    }

    @Test
    void a_grant_gets_no_more_turns_in_a_while_than_its_provider_allows() {
        Provider github = provider("github");
        UUID grant = UUID.randomUUID();
        int taken = 0;
        for (int minute = 0; minute < 12; minute++) {
            while (budgets(minute % 2).take(github, grant, 1).isEmpty()) {
                taken++;
            }
            world.advance(Duration.ofMinutes(1));
        }
        assertThat(taken).isBetween(1_250, 1_500);
        assertThat(budgets(0).take(github, UUID.randomUUID(), 1))
                .as("another grant has turns of its own")
                .isEmpty();
    }

    @Test
    void a_call_that_costs_more_takes_more_of_what_a_while_has() {
        Provider github = provider("github");
        UUID grant = UUID.randomUUID();
        int taken = 0;
        for (int minute = 0; minute < 12; minute++) {
            while (budgets(0).take(github, grant, 5).isEmpty()) {
                taken++;
            }
            world.advance(Duration.ofMinutes(1));
        }
        assertThat(taken).isBetween(240, 300);
    }

    private CallBudgets budgets(int node) {
        return world.node(node).bean(CallBudgets.class);
    }

    private Provider provider(String id) {
        return world.server().bean(Catalog.class).require(id);
    }
}
