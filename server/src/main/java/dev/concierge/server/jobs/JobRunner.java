package dev.concierge.server.jobs;

import com.github.kagkarlsson.scheduler.stats.StatsRegistry;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Runs jobs on the calling thread, for a process without lanes ({@code LANES=none}): tests that move the clock, and repairs. */
public final class JobRunner {
    private static final int MOST_ROUNDS = 1000;

    /** A round may find nothing but jobs of another release, which it does not know; the next one looks past them. */
    private static final int IDLE_ROUNDS = 3;

    private final Supplier<JobTasks> tasks;
    private final SystemScope system;
    private final JobJson json;
    private final Clock clock;
    private final Map<Lane, Manual> manuals = new EnumMap<>(Lane.class);

    JobRunner(Supplier<JobTasks> tasks, SystemScope system, JobJson json, Clock clock) {
        this.tasks = tasks;
        this.system = system;
        this.json = json;
        this.clock = clock;
    }

    private record Manual(ManualScheduler scheduler, SettableClock clock, Ran ran) {}

    private static final class Ran extends StatsRegistry.DefaultStatsRegistry {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public void registerSingleCompletedExecution(ExecutionComplete complete) {
            count.incrementAndGet();
        }
    }

    /**
     * Runs what is due in the lane, and what becomes due by that, until nothing is. Recurring jobs are due at the first call.
     *
     * @return how many runs there were, failed ones included
     * @throws IllegalStateException inside a transaction, or when jobs keep making themselves due
     */
    public synchronized int runDue(Lane lane) {
        if (CurrentTransaction.isOpen()) {
            throw new IllegalStateException("jobs run outside transactions");
        }
        Manual manual = manuals.computeIfAbsent(lane, this::manual);
        int before = manual.ran().count.get();
        int idle = 0;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            int atStart = manual.ran().count.get();
            manual.clock().set(clock.instant());
            manual.scheduler().runAnyDueExecutions();
            idle = manual.ran().count.get() == atStart ? idle + 1 : 0;
            if (idle == IDLE_ROUNDS) {
                return atStart - before;
            }
        }
        throw new IllegalStateException("jobs of lane " + lane.word() + " keep making themselves due");
    }

    /** Runs a recurring job now, whether due or not, and leaves its row alone. */
    public void run(String recurring) throws Exception {
        if (!(tasks.get().named(recurring) instanceof Job.Recurring job)) {
            throw new IllegalArgumentException(recurring + " is no recurring job");
        }
        job.work().run();
    }

    private Manual manual(Lane lane) {
        List<Task<?>> known = tasks.get().of(lane);
        SettableClock settable = new SettableClock();
        settable.set(clock.instant());
        Ran ran = new Ran();
        TestHelper.ManualSchedulerBuilder builder =
                TestHelper.createManualScheduler(system.dataSource(), JobTasks.once(known));
        builder.serializer(json);
        ManualScheduler scheduler = builder.clock(settable)
                .tableName(lane.table())
                .startTasks(JobTasks.repeated(known))
                .statsRegistry(ran)
                .build();
        scheduler.start();
        return new Manual(scheduler, settable, ran);
    }
}
