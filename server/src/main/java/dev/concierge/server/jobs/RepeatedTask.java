package dev.concierge.server.jobs;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.concierge.server.database.ConnectionShare;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A recurring job as db-scheduler runs it: one row for all nodes, due again a pause after each run. */
final class RepeatedTask extends RecurringTask<Void> {
    private static final Logger log = LoggerFactory.getLogger(RepeatedTask.class);

    private final Job.Recurring job;
    private final ConnectionShare share;
    private final JobMetrics metrics;

    RepeatedTask(Job.Recurring job, ConnectionShare share, JobMetrics metrics) {
        super(job.name(), FixedDelay.of(job.pause()), Void.class);
        this.job = job;
        this.share = share;
        this.metrics = metrics;
    }

    @Override
    public void executeRecurringly(TaskInstance<Void> instance, ExecutionContext context) {
        long start = System.nanoTime();
        try {
            share.run(job.work()::run);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobFailedException(e);
        } catch (Exception e) {
            throw new JobFailedException(e);
        }
        metrics.ran(job.lane(), job.name(), JobMetrics.Outcome.DONE, Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    public FailureHandler<Void> getFailureHandler() {
        return this::failed;
    }

    private void failed(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        Execution execution = complete.getExecution();
        Throwable cause = complete.getCause().map(JobFailedException::reason).orElse(null);
        Instant next = complete.getTimeDone().plus(job.pause());
        log.warn("Job {} failed ({} in a row), next at {}", job.name(), execution.consecutiveFailures + 1, next, cause);
        operations.reschedule(complete, next);
        metrics.ran(job.lane(), job.name(), JobMetrics.Outcome.RETRIED, complete.getDuration());
    }
}
