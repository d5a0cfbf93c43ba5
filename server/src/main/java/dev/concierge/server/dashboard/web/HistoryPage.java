package dev.concierge.server.dashboard.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Htmx;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /dashboard/analytics/runs}: what ran, and one run. */
@Controller
@RequestMapping(HistoryPage.PAGE)
class HistoryPage {
    static final String PAGE = AnalyticsPage.PAGE + "/runs";

    private final HistoryViews views;

    HistoryPage(HistoryViews views) {
        this.views = views;
    }

    @GetMapping
    ModelAndView list(
            Caller.Person person,
            @RequestParam(name = "q", defaultValue = "") String words,
            @RequestParam(defaultValue = "") String platform,
            @RequestParam(defaultValue = "") String result,
            @RequestParam(defaultValue = "") String before,
            HttpServletRequest request) {
        return new ModelAndView(
                Htmx.wantsPart(request) ? "dashboard/runs-list" : "dashboard/runs",
                "view",
                views.of(person, HistoryQuery.of(words, platform, result), PagePlace.of(before)));
    }

    @GetMapping("/{id:[0-9a-f-]{36}}")
    ModelAndView one(Caller.Person person, @PathVariable UUID id, HttpServletRequest request) {
        RunView view = views.run(person, id)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such run of yours."));
        return new ModelAndView(Htmx.wantsPart(request) ? "dashboard/run-facts" : "dashboard/run", "view", view);
    }
}
