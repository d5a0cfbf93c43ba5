package dev.concierge.server.operations;

import dev.concierge.server.identity.Visitors;
import dev.concierge.server.jobs.JobFilter;
import dev.concierge.server.jobs.KindFigures;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.jobs.LaneFigures;
import dev.concierge.server.jobs.QueuedJob;
import dev.concierge.server.jobs.QueuedJobs;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/admin/jobs}: background work of all nodes, for a signed-in administrator; no key reaches it. */
@RestController
@RequestMapping(path = "/api/v1/admin/jobs", produces = "application/json")
class JobsApi {
    /**
     * Which job is meant, as the list names it.
     *
     * @param password or a code of the second factor, where there is one; needed to drop when the last proof is more than ten minutes old
     */
    record Wanted(
            @Nullable String lane,
            @Nullable String job,
            @Nullable String instance,
            @Nullable String password) {
        @Override
        public String toString() {
            return "Wanted[" + lane + ", " + job + "]";
        }
    }

    /**
     * A lane over all nodes.
     *
     * @param state well, failing, behind or stalled
     * @param oldest since when the oldest of the due waits
     * @param next when the next of the later ones is due
     */
    record LaneItem(
            String lane,
            String state,
            long running,
            long due,
            long later,
            long failing,
            @Nullable Instant oldest,
            @Nullable Instant next) {}

    /**
     * A job of a lane.
     *
     * @param known false for a job of another release
     * @param next when it runs next
     */
    record KindItem(
            String lane,
            String job,
            boolean known,
            long queued,
            @Nullable Instant next,
            KindFigures.Runs hour,
            KindFigures.Runs day) {}

    /**
     * One that waits or runs.
     *
     * @param state running, due or later
     * @param failures in a row
     */
    record Item(
            String lane,
            String job,
            String instance,
            String state,
            Instant due,
            int failures,
            @Nullable Instant lastFailure,
            boolean recurring,
            boolean known) {}

    /** Lanes, jobs and one page of what waits or runs; nextCursor is null at the end. */
    record Jobs(
            List<LaneItem> lanes,
            List<KindItem> kinds,
            List<Item> items,
            @Nullable String nextCursor) {}

    private final JobDesk desk;
    private final FreshProof proof;
    private final Visitors visitors;

    JobsApi(JobDesk desk, FreshProof proof, Visitors visitors) {
        this.desk = desk;
        this.proof = proof;
        this.visitors = visitors;
    }

    @GetMapping
    Jobs listJobs(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String lane,
            @RequestParam(defaultValue = "all") String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        desk.admit(person, "jobs.show");
        QueuedJobs page = desk.page(person, filter(lane, state), cursor, limit);
        return new Jobs(
                desk.lanes(person).stream().map(JobsApi::item).toList(),
                desk.kinds(person).stream().map(JobsApi::item).toList(),
                page.items().stream().map(JobsApi::item).toList(),
                page.nextCursor());
    }

    /** Makes a job that waits due at once. */
    @PostMapping("/retry")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void retryJob(Caller.Person person, @RequestBody Wanted wanted, HttpServletRequest request) {
        desk.admit(person, "jobs.retry");
        named(wanted);
        desk.retry(person, word(wanted.lane()), word(wanted.job()), word(wanted.instance()), visitors.of(request));
    }

    /** Removes a job that waits. What it was to do is not done. */
    @PostMapping("/drop")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void dropJob(
            Caller.Person person,
            @RequestBody Wanted wanted,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, "jobs.drop");
        named(wanted);
        proof.require(person, wanted.password(), request, response);
        desk.drop(person, word(wanted.lane()), word(wanted.job()), word(wanted.instance()), visitors.of(request));
    }

    /** @throws ProblemException {@code invalid-input} */
    private static void named(Wanted wanted) {
        if (word(wanted.lane()).isEmpty()
                || word(wanted.job()).isEmpty()
                || word(wanted.instance()).isEmpty()) {
            throw unfit("lane", "lane, job and instance together name a job, as the list tells them.");
        }
    }

    /** @throws ProblemException {@code invalid-input} */
    static JobFilter filter(@Nullable String lane, String state) {
        Lane only = lane == null || lane.isEmpty()
                ? null
                : Arrays.stream(Lane.values())
                        .filter(one -> one.word().equals(lane))
                        .findFirst()
                        .orElseThrow(() -> unfit("lane", "lane is one of mail, file, sync, refresh and maintenance."));
        JobFilter.Which which = JobFilter.Which.of(state.isEmpty() ? "all" : state)
                .orElseThrow(() -> unfit("state", "state is one of all, failing, running, due and later."));
        return new JobFilter(only, which);
    }

    private static ProblemException unfit(String field, String sentence) {
        return new ProblemException(ProblemType.INVALID_INPUT, sentence).with("field", field);
    }

    private static String word(@Nullable String word) {
        return Objects.requireNonNullElse(word, "");
    }

    private static LaneItem item(LaneFigures lane) {
        return new LaneItem(
                lane.lane().word(),
                lane.state().word(),
                lane.running(),
                lane.due(),
                lane.later(),
                lane.failing(),
                lane.oldest(),
                lane.next());
    }

    private static KindItem item(KindFigures kind) {
        return new KindItem(
                kind.lane().word(), kind.job(), kind.known(), kind.queued(), kind.next(), kind.hour(), kind.day());
    }

    private static Item item(QueuedJob job) {
        return new Item(
                job.name().lane().word(),
                job.name().job(),
                job.name().instance(),
                job.state().word(),
                job.due(),
                job.failures(),
                job.lastFailure(),
                job.recurring(),
                job.known());
    }
}
