package dev.concierge.server.operations;

import dev.concierge.server.identity.Visitors;
import dev.concierge.server.jobs.JobFilter;
import dev.concierge.server.jobs.QueuedJob;
import dev.concierge.server.jobs.QueuedJobs;
import dev.concierge.server.operations.web.JobDropView;
import dev.concierge.server.operations.web.JobsView;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Htmx;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /admin/jobs}: the lanes, what ran, what waits; a job can be run now, or dropped. For administrators; the desk asks for the role. */
@Controller
class JobsPage {
    static final String PAGE = "/admin/jobs";

    private static final int ROWS = 50;

    private final JobDesk desk;
    private final FreshProof proof;
    private final Visitors visitors;

    JobsPage(JobDesk desk, FreshProof proof, Visitors visitors) {
        this.desk = desk;
        this.proof = proof;
        this.visitors = visitors;
    }

    @GetMapping(PAGE)
    ModelAndView show(
            Caller.Person person,
            @RequestParam(defaultValue = "") String lane,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        if (Htmx.wantsPart(request)) {
            return new ModelAndView("operations/jobs-lanes", "view", JobsViews.lanes(desk.lanes(person)));
        }
        desk.admit(person, "jobs.show");
        JobFilter filter = JobsApi.filter(lane, state);
        QueuedJobs page = desk.page(person, filter, cursor, ROWS);
        JobsView view = JobsViews.page(desk.lanes(person), desk.kinds(person), filter, page, cursor != null);
        return new ModelAndView("operations/jobs", "view", view);
    }

    @PostMapping(PAGE + "/retry")
    ModelAndView retry(
            Caller.Person person,
            @RequestParam(defaultValue = "") String lane,
            @RequestParam(defaultValue = "") String job,
            @RequestParam(defaultValue = "") String instance,
            HttpServletRequest request) {
        desk.retry(person, lane, job, instance, visitors.of(request));
        return new ModelAndView("redirect:" + PAGE);
    }

    @GetMapping(PAGE + "/drop")
    ModelAndView ask(
            Caller.Person person,
            @RequestParam(defaultValue = "") String lane,
            @RequestParam(defaultValue = "") String job,
            @RequestParam(defaultValue = "") String instance) {
        return question(person, desk.one(person, lane, job, instance), null);
    }

    /** A box is ticked and, ten minutes after the last proof, another given. */
    @PostMapping(PAGE + "/drop")
    ModelAndView drop(
            Caller.Person person,
            @RequestParam(defaultValue = "") String lane,
            @RequestParam(defaultValue = "") String job,
            @RequestParam(defaultValue = "") String instance,
            @RequestParam(defaultValue = "false") boolean sure,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        QueuedJob asked = desk.one(person, lane, job, instance);
        String unproved = proof.fault(person, password, request, response);
        String error = sure ? unproved : "Tick the box to drop it.";
        if (error != null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return question(person, asked, error);
        }
        desk.drop(person, lane, job, instance, visitors.of(request));
        return new ModelAndView("redirect:" + PAGE);
    }

    private ModelAndView question(Caller.Person person, QueuedJob job, @Nullable String error) {
        return new ModelAndView(
                "operations/job-drop", "view", new JobDropView(JobsViews.row(job), proof.asked(person), error));
    }
}
