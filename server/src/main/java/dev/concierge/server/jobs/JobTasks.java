package dev.concierge.server.jobs;

import com.github.kagkarlsson.scheduler.task.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every job of the rooms, as db-scheduler's tasks. */
final class JobTasks {
    private final List<Job> jobs;
    private final JobStore store;
    private final JobMetrics metrics;

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
    }

    List<Task<?>> of(Lane lane) {
        return jobs.stream()
                .filter(job -> job.lane() == lane)
                .<Task<?>>map(this::task)
                .toList();
    }

    Job named(String name) {
        return jobs.stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no job " + name));
    }

    private Task<?> task(Job job) {
        return switch (job) {
            case Job.Once<?> once -> new OnceTask<>(once, store, metrics);
            case Job.Recurring recurring -> new RepeatedTask(recurring, metrics);
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
