package dev.concierge.server.jobs;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.concierge.server.database.ConnectionShare;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Every job of the rooms, as db-scheduler's tasks. */
final class JobTasks {
    private final List<Job> jobs;
    private final JobStore store;
    private final JobMetrics metrics;
    private final Map<Lane, ConnectionShare> shares = new EnumMap<>(Lane.class);

    JobTasks(List<Job> jobs, JobStore store, JobMetrics metrics) {
        Set<String> names = new HashSet<>();
        for (Job job : jobs) {
            if (!names.add(job.name())) {
                throw new IllegalStateException("two jobs are named " + job.name());
            }
        }
        this.jobs = List.copyOf(jobs);
        this.store = store;
        this.metrics = metrics;
        for (Lane lane : Lane.values()) {
            shares.put(lane, new ConnectionShare());
        }
    }

    List<Task<?>> of(Lane lane) {
        return jobs.stream()
                .filter(job -> job.runsIn(lane))
                .<Task<?>>map(job -> task(job, lane))
                .toList();
    }

    Job named(String name) {
        return jobs.stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no job " + name));
    }

    List<Job> all() {
        return jobs;
    }

    /** Whether it is a recurring job of this release. */
    boolean recurs(Lane lane, String name) {
        return jobs.stream()
                .anyMatch(job -> job instanceof Job.Recurring
                        && job.lane() == lane
                        && job.name().equals(name));
    }

    /** Whether this release has a job of that name in the lane. */
    boolean knows(Lane lane, String name) {
        return jobs.stream().anyMatch(job -> job.name().equals(name) && job.runsIn(lane));
    }

    private Task<?> task(Job job, Lane lane) {
        ConnectionShare share = Objects.requireNonNull(shares.get(lane));
        return switch (job) {
            case Job.Once<?> once -> new OnceTask<>(once, lane, share, store, metrics);
            case Job.Recurring recurring -> new RepeatedTask(recurring, share, metrics);
        };
    }

    /** Those of the tasks that wait for {@link Jobs#schedule}. */
    static List<Task<?>> once(List<Task<?>> tasks) {
        return tasks.stream().filter(task -> !(task instanceof RepeatedTask)).toList();
    }

    /** Those of the tasks that put themselves into the table when a lane starts. */
    static List<RepeatedTask> repeated(List<Task<?>> tasks) {
        return tasks.stream()
                .filter(RepeatedTask.class::isInstance)
                .map(RepeatedTask.class::cast)
                .toList();
    }
}
