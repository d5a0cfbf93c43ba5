package dev.concierge.server.operations;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.identity.Visitor;
import dev.concierge.server.jobs.JobBook;
import dev.concierge.server.jobs.JobFilter;
import dev.concierge.server.jobs.JobName;
import dev.concierge.server.jobs.JobRows;
import dev.concierge.server.jobs.KindFigures;
import dev.concierge.server.jobs.LaneFigures;
import dev.concierge.server.jobs.QueuedJob;
import dev.concierge.server.jobs.QueuedJobs;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The lanes for administrators. Every method asks for the role itself and refuses anybody else with {@code forbidden}, so that no page can
 * forget to; refusals and acts are in the audit trail.
 */
@Component
public class JobDesk {
    private final JobBook book;
    private final JobRows rows;
    private final SystemScope system;
    private final AuditTrail audit;

    JobDesk(JobBook book, JobRows rows, SystemScope system, AuditTrail audit) {
        this.book = book;
        this.rows = rows;
        this.system = system;
        this.audit = audit;
    }

    /** As {@link JobBook#lanes}. */
    public List<LaneFigures> lanes(Caller.Person person) {
        admit(person, "jobs.show");
        return book.lanes();
    }

    /** As {@link JobBook#kinds}. */
    public List<KindFigures> kinds(Caller.Person person) {
        admit(person, "jobs.show");
        return book.kinds();
    }

    /** As {@link JobRows#page}. */
    public QueuedJobs page(Caller.Person person, JobFilter filter, @Nullable String cursor, int limit) {
        admit(person, "jobs.show");
        return rows.page(filter, cursor, limit);
    }

    /** @throws ProblemException {@code not-found} */
    public QueuedJob one(Caller.Person person, String lane, String job, String instance) {
        admit(person, "jobs.show");
        return rows.find(name(lane, job, instance)).orElseThrow(JobDesk::nowhere);
    }

    /**
     * Runs a job that waits as soon as its lane has room.
     *
     * @throws ProblemException {@code not-found}; {@code conflict} when it runs right now
     */
    public void retry(Caller.Person person, String lane, String job, String instance, Visitor visitor) {
        admit(person, "jobs.retry");
        JobName name = name(lane, job, instance);
        answer(system.call(jdbc -> {
            JobRows.Act act = rows.retry(name);
            record(person, "jobs.retry", name, act, visitor);
            return act;
        }));
    }

    /**
     * Removes a job that waits; what it was to do is not done. The caller has had the password proved.
     *
     * @throws ProblemException {@code not-found}; {@code conflict} when it runs right now, or recurs
     */
    public void drop(Caller.Person person, String lane, String job, String instance, Visitor visitor) {
        admit(person, "jobs.drop");
        JobName name = name(lane, job, instance);
        answer(system.call(jdbc -> {
            JobRows.Act act = rows.drop(name);
            record(person, "jobs.drop", name, act, visitor);
            return act;
        }));
    }

    /** For what a page or the API does around the other methods. */
    public void admit(Caller.Person person, String action) {
        if (!Permission.JOBS.allows(person.role())) {
            audit.recordAlone(AuditEvent.refused(person.accountId(), person.actor(), action, null, "role"));
            throw new ProblemException(ProblemType.FORBIDDEN, "Only administrators may see and change this.");
        }
    }

    private void record(Caller.Person person, String action, JobName name, JobRows.Act act, Visitor visitor) {
        if (act == JobRows.Act.DONE) {
            audit.record(AuditEvent.done(person.accountId(), person.actor(), action, "job:" + name.words())
                    .from(visitor.subject(person.email())));
        }
    }

    private static JobName name(String lane, String job, String instance) {
        return JobName.of(lane, job, instance).orElseThrow(JobDesk::nowhere);
    }

    private static void answer(JobRows.Act act) {
        switch (act) {
            case DONE -> {}
            case GONE -> throw nowhere();
            case RUNS ->
                throw new ProblemException(
                        ProblemType.CONFLICT, "This job runs right now. Wait for its end, and look again.");
            case RECURS ->
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "This job comes again and again; without it this release would not work. It cannot be"
                                + " dropped.");
        }
    }

    private static ProblemException nowhere() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such job. It may have been done meanwhile.");
    }
}
