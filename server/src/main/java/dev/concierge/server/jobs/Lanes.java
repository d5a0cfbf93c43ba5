package dev.concierge.server.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The lanes that this process runs: one db-scheduler and table each, jobs on virtual threads. A node that dies is missed after four
 * heartbeats of three seconds, looked for every six: its jobs are back within twenty.
 */
public final class Lanes implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Lanes.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    private static final int MISSED_HEARTBEATS = 4;
    /** Jobs of a release that this node does not know belong to newer nodes; they are never deleted. */
    private static final Duration NEVER = Duration.ofDays(3650);
    /** Started before the web server, stopped after it: requests under way may still schedule. */
    private static final int PHASE = Integer.MAX_VALUE - 8192;

    private final JobSettings settings;
    private final Supplier<JobTasks> tasks;
    private final SystemScope system;
    private final JobJson json;
    private final JobRuns runs;
    private final Clock clock;
    private final String node = "node-" + UUID.randomUUID();
    private final Map<Lane, Scheduler> running = new EnumMap<>(Lane.class);
    private final Map<Lane, Pulse> pulses = new EnumMap<>(Lane.class);

    Lanes(JobSettings settings, Supplier<JobTasks> tasks, SystemScope system, JobJson json, JobRuns runs, Clock clock) {
        this.settings = settings;
        this.tasks = tasks;
        this.system = system;
        this.json = json;
        this.runs = runs;
        this.clock = clock;
    }

    /** The lanes that this process should run, by its configuration. */
    public Set<Lane> configured() {
        return settings.active();
    }

    /** Those of the configured lanes that have not looked for work for half a minute; empty when all is well. */
    public synchronized List<Lane> stalled() {
        return settings.active().stream()
                .filter(lane -> {
                    Pulse pulse = pulses.get(lane);
                    return pulse == null || !pulse.beats();
                })
                .toList();
    }

    /** Makes the lane look for due jobs now, when this process runs it. */
    synchronized void wake(Lane lane) {
        Scheduler scheduler = running.get(lane);
        if (scheduler != null) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    @Override
    public synchronized void start() {
        for (Lane lane : settings.active()) {
            Pulse pulse = new Pulse();
            Scheduler scheduler = scheduler(lane, pulse);
            scheduler.start();
            running.put(lane, scheduler);
            pulses.put(lane, pulse);
        }
        log.info("Lanes {} run as {}", running.keySet(), node);
    }

    private Scheduler scheduler(Lane lane, Pulse pulse) {
        List<Task<?>> known = tasks.get().of(lane);
        return Scheduler.create(system.dataSource(), JobTasks.once(known))
                .startTasks(JobTasks.repeated(known))
                .tableName(lane.table())
                .jdbcCustomization(new KnownKinds(known))
                .serializer(json)
                .clock(clock::instant)
                .schedulerName(new SchedulerName.Fixed(node))
                .threads(settings.jobs().concurrency(lane))
                .executorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name(lane.word() + "-", 0).factory()))
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(settings.jobs().poll())
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .deleteUnresolvedAfter(NEVER)
                .shutdownMaxWait(settings.jobs().stopWait())
                .failureLogging(LogLevel.OFF, false)
                .addSchedulerListener(pulse)
                .build();
    }

    /** Takes no new jobs, waits for those under way, all lanes at the same time. */
    @Override
    public void stop() {
        List<Thread> stopping = new ArrayList<>();
        synchronized (this) {
            running.values()
                    .forEach(scheduler -> stopping.add(Thread.ofVirtual().start(scheduler::stop)));
            running.clear();
            pulses.clear();
        }
        for (Thread thread : stopping) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        runs.write();
    }

    @Override
    public void stop(Runnable done) {
        Thread.ofVirtual().start(() -> {
            stop();
            done.run();
        });
    }

    @Override
    public synchronized boolean isRunning() {
        return !running.isEmpty();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
