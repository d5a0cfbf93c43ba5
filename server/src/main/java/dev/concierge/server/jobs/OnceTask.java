package dev.concierge.server.jobs;

import com.github.kagkarlsson.scheduler.task.AbstractTask;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.concierge.server.database.ConnectionShare;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A one-time job as db-scheduler runs it: the work, then removed, due again, or back after a pause. */
final class OnceTask<D> extends AbstractTask<D> {
    private static final Logger log = LoggerFactory.getLogger(OnceTask.class);

    private final Job.Once<D> job;
    private final Lane lane;
    private final ConnectionShare share;
    private final JobStore store;
    private final JobMetrics metrics;
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    OnceTask(Job.Once<D> job, Lane lane, ConnectionShare share, JobStore store, JobMetrics metrics) {
        super(job.name(), job.kind().dataType(), OnceTask::replaced, OnceTask::replaced);
        this.job = job;
        this.lane = lane;
        this.share = share;
        this.store = store;
        this.metrics = metrics;
    }

    @Override
    public CompletionHandler<D> execute(TaskInstance<D> instance, ExecutionContext context) {
        Execution execution = context.getExecution();
        JobHandler.Attempt attempt = new JobHandler.Attempt(
                instance.getId(), execution.consecutiveFailures + 1, execution.getExecutionTime());
        try {
            share.run(() -> job.handler().run(instance.getData(), attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobFailedException(e);
        } catch (Exception e) {
            throw new JobFailedException(e);
        }
        return this::succeeded;
    }

    private void succeeded(ExecutionComplete complete, ExecutionOperations<D> operations) {
        Execution execution = complete.getExecution();
        boolean ours = store.finish(lane, job.name(), execution.getId(), execution.version);
        if (!ours) {
            log.warn("Job {} {} ended here after another node had taken it over", job.name(), execution.getId());
        }
        ran(complete, ours ? JobMetrics.Outcome.DONE : JobMetrics.Outcome.LOST);
    }

    @Override
    public FailureHandler<D> getFailureHandler() {
        return this::failed;
    }

    private void failed(ExecutionComplete complete, ExecutionOperations<D> operations) {
        Execution execution = complete.getExecution();
        int failures = execution.consecutiveFailures + 1;
        Throwable cause = complete.getCause().map(JobFailedException::reason).orElse(null);
        if (job.retry().givesUpAfter(failures)) {
            log.error("Job {} {} is given up after {} tries", job.name(), execution.getId(), failures, cause);
            store.finish(lane, job.name(), execution.getId(), execution.version);
            ran(complete, JobMetrics.Outcome.GIVEN_UP);
            return;
        }
        Instant next = complete.getTimeDone().plus(job.retry().pause(failures, random));
        log.warn("Job {} {} failed (try {}), next at {}", job.name(), execution.getId(), failures, next, cause);
        operations.reschedule(complete, next);
        ran(complete, JobMetrics.Outcome.RETRIED);
    }

    @Override
    public DeadExecutionHandler<D> getDeadExecutionHandler() {
        return this::died;
    }

    /** The node that ran it is gone: again at once. It counts as a failure, so a job that kills its nodes pauses from the second time on. */
    private void died(ExecutionComplete complete, ExecutionOperations<D> operations) {
        if (complete.getExecution().consecutiveFailures > 0) {
            failed(complete, operations);
            return;
        }
        log.warn(
                "Job {} {} is taken over from a node that is gone",
                job.name(),
                complete.getExecution().getId());
        operations.reschedule(complete, complete.getTimeDone());
        ran(complete, JobMetrics.Outcome.RETRIED);
    }

    private void ran(ExecutionComplete complete, JobMetrics.Outcome outcome) {
        metrics.ran(lane, job.name(), outcome, complete.getDuration());
    }

    private static <D> void replaced(ExecutionComplete complete, ExecutionOperations<D> operations) {
        throw new IllegalStateException("this task answers with handlers of its own");
    }

    @Override
    public SchedulableInstance<D> schedulableInstance(String id) {
        throw new UnsupportedOperationException("one-time jobs are written by Jobs");
    }

    @Override
    public SchedulableInstance<D> schedulableInstance(String id, D data) {
        throw new UnsupportedOperationException("one-time jobs are written by Jobs");
    }
}
