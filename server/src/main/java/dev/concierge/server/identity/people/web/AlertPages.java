package dev.concierge.server.identity.people.web;

import dev.concierge.server.audit.AlertQuery;
import dev.concierge.server.audit.AuditPage;
import dev.concierge.server.audit.RaisedAlert;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.identity.people.AlertDesk;
import dev.concierge.server.identity.people.AlertFilter;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /admin/alerts}: what an administrator should know at once, and who has looked into it. */
@Controller
class AlertPages {
    static final String PAGE = "/admin/alerts";
    private static final int ROWS = 50;

    private final AlertDesk desk;
    private final Visitors visitors;

    AlertPages(AlertDesk desk, Visitors visitors) {
        this.desk = desk;
        this.visitors = visitors;
    }

    @GetMapping(PAGE)
    ModelAndView list(
            Caller.Person person,
            @ModelAttribute AlertFilter filter,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletResponse response) {
        desk.admit(person, Permission.SEE_ALERTS);
        AuditPage<RaisedAlert> page = new AuditPage<>(List.of(), null);
        AlertQuery query = AlertQuery.ALL;
        String error = null;
        try {
            query = filter.query();
            page = desk.page(person, query, cursor, ROWS);
        } catch (ProblemException e) {
            if (e.type() != ProblemType.INVALID_INPUT && e.type() != ProblemType.BAD_REQUEST) {
                throw e;
            }
            error = e.detail();
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        return new ModelAndView(
                "people/alerts", "view", AlertViews.list(filter, query, page, cursor, desk.names(page.items()), error));
    }

    @GetMapping(PAGE + "/{id}")
    ModelAndView one(Caller.Person person, @PathVariable UUID id) {
        return page(person, desk.one(person, id), "", null);
    }

    @PostMapping(PAGE + "/{id}/acknowledge")
    ModelAndView acknowledge(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String note,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (desk.acknowledge(person, id, note, visitors.of(request))) {
            case AlertDesk.Outcome.Done _ -> new ModelAndView("redirect:" + PAGE + "/" + id);
            case AlertDesk.Outcome.Already(RaisedAlert alert) -> {
                response.setStatus(HttpStatus.CONFLICT.value());
                yield page(person, alert, "", null);
            }
            case AlertDesk.Outcome.Unfit(String sentence) -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield page(person, desk.one(person, id), note == null ? "" : note, sentence);
            }
        };
    }

    private ModelAndView page(Caller.Person person, RaisedAlert alert, String note, @Nullable String error) {
        boolean may = Permission.ACKNOWLEDGE_ALERTS.allows(person.role());
        return new ModelAndView(
                "people/alert", "view", AlertViews.one(alert, desk.names(List.of(alert)), may, note, error));
    }
}
