package dev.concierge.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A row is served from memory only while nothing speaks against it. */
@Tag("token")
class NodeCacheTest {
    private static final UUID ROW = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private final NanoClock clock = new NanoClock();
    private final Freshness freshness = new Freshness(clock);
    private final NodeCache<String, String> cache = new NodeCaches(freshness).create(100, _ -> List.of(ROW));
    private final AtomicInteger loads = new AtomicInteger();

    private String load(String key) {
        return key + loads.incrementAndGet();
    }

    private @Nullable String get() {
        return cache.get("row ", this::load);
    }

    @Test
    void a_node_that_is_not_sure_that_it_hears_keeps_nothing() {
        assertThat(get()).isEqualTo("row 1");
        assertThat(get()).isEqualTo("row 2");
        freshness.heartbeat();
        assertThat(get()).as("what was loaded before was not kept").isEqualTo("row 3");
        assertThat(get()).isEqualTo("row 3");
    }

    @Test
    void
            after_750_milliseconds_without_a_heartbeat_every_lookup_goes_to_the_loader_and_what_was_kept_never_comes_back() {
        freshness.heartbeat();
        assertThat(get()).isEqualTo("row 1");
        clock.advance(Freshness.TRUST);
        assertThat(get()).isEqualTo("row 2");
        assertThat(get()).isEqualTo("row 3");
        freshness.heartbeat();
        assertThat(get()).isEqualTo("row 4");
        assertThat(get()).isEqualTo("row 4");
    }

    @Test
    void a_lost_connection_empties_the_cache_although_it_is_back_at_once() {
        freshness.heartbeat();
        assertThat(get()).isEqualTo("row 1");
        freshness.deaf();
        freshness.heartbeat();
        assertThat(get()).isEqualTo("row 2");
    }

    @Test
    void a_change_of_a_row_it_depends_on_is_not_outlived() {
        freshness.heartbeat();
        assertThat(get()).isEqualTo("row 1");
        freshness.changed(OTHER);
        assertThat(get()).isEqualTo("row 1");
        freshness.changed(ROW);
        assertThat(get()).isEqualTo("row 2");
        assertThat(get()).isEqualTo("row 2");
    }

    @Test
    void a_row_that_was_being_loaded_when_its_change_was_heard_is_answered_once_and_not_served_again() {
        freshness.heartbeat();
        Function<String, @Nullable String> slow = key -> {
            String read = load(key);
            freshness.changed(ROW);
            return read;
        };
        assertThat(cache.get("row ", slow)).isEqualTo("row 1");
        assertThat(get()).isEqualTo("row 2");
    }

    @Test
    void a_row_that_was_being_loaded_while_the_node_was_deaf_is_not_served_again() {
        freshness.heartbeat();
        Function<String, @Nullable String> slow = key -> {
            String read = load(key);
            freshness.deaf();
            freshness.heartbeat();
            return read;
        };
        assertThat(cache.get("row ", slow)).isEqualTo("row 1");
        assertThat(get()).isEqualTo("row 2");
    }

    @Test
    void a_load_that_began_while_nothing_was_trusted_is_not_kept() {
        Function<String, @Nullable String> slow = key -> {
            String read = load(key);
            freshness.heartbeat();
            return read;
        };
        assertThat(cache.get("row ", slow)).isEqualTo("row 1");
        assertThat(get()).isEqualTo("row 2");
    }

    @Test
    void nothing_found_is_asked_again() {
        freshness.heartbeat();
        assertThat(cache.get("row ", _ -> null)).isNull();
        assertThat(get()).isEqualTo("row 1");
    }

    @Test
    void only_the_loader_puts() {
        assertThat(Arrays.stream(NodeCache.class.getDeclaredMethods())
                        .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
                        .map(Method::getName))
                .containsExactly("get");
    }

    @Test
    void a_crowd_shares_a_load_that_began_after_it_asked_and_none_that_began_before() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        FutureTask<@Nullable String> first = begin(key -> {
            String before = load(key);
            loading.countDown();
            await(read);
            return before;
        });
        await(loading);
        CountDownLatch again = new CountDownLatch(1);
        List<FutureTask<@Nullable String>> crowd = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            FutureTask<@Nullable String> one = new FutureTask<>(() -> cache.get("row ", key -> {
                String after = load(key);
                await(again);
                return after;
            }));
            crowd.add(one);
            threads.add(Thread.ofPlatform().daemon().start(one));
        }
        waiting(threads, null);
        Object atTheFirst = LockSupport.getBlocker(threads.getFirst());

        read.countDown();
        waiting(threads, atTheFirst);
        again.countDown();

        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("row 1");
        for (FutureTask<@Nullable String> one : crowd) {
            assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo("row 2");
        }
        assertThat(loads).as("two loads, although nothing is trusted").hasValue(2);
    }

    @Test
    void a_load_that_fails_fails_its_own_caller_only() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        FutureTask<@Nullable String> first = begin(_ -> {
            loading.countDown();
            await(read);
            throw new IllegalStateException("the database is away");
        });
        await(loading);
        FutureTask<@Nullable String> second = new FutureTask<>(this::get);
        waiting(List.of(Thread.ofPlatform().daemon().start(second)), null);

        read.countDown();

        assertThatThrownBy(() -> first.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("the database is away");
        assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo("row 1");
    }

    private FutureTask<@Nullable String> begin(Function<String, @Nullable String> with) {
        FutureTask<@Nullable String> task = new FutureTask<>(() -> cache.get("row ", with));
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    /** Until each of them stands still, which here is at a load, and no more at that one. */
    private static void waiting(List<Thread> threads, @Nullable Object no) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!threads.stream().allMatch(thread -> standsStill(thread, no))) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("they do not come to wait");
            }
            Thread.onSpinWait();
        }
    }

    private static boolean standsStill(Thread thread, @Nullable Object no) {
        Object blocker = LockSupport.getBlocker(thread);
        return Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING).contains(thread.getState())
                && blocker != null
                && !blocker.equals(no);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
