package dev.concierge.server.identity.people.web;

import dev.concierge.server.audit.AuditCheck;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.identity.people.AuditChecking;
import dev.concierge.server.identity.people.PersonFiles;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Htmx;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** {@code /admin/audit/verify}: has the trail verified in the background, and shows how far that has come and what it found. */
@Controller
class AuditCheckPages {
    static final String PAGE = AuditPages.PAGE + "/verify";

    private final AuditChecking checking;
    private final Visitors visitors;

    AuditCheckPages(AuditChecking checking, Visitors visitors) {
        this.checking = checking;
        this.visitors = visitors;
    }

    @GetMapping(PAGE)
    ModelAndView show(Caller.Person person, HttpServletRequest request) {
        List<AuditCheck> checks = checking.latest(person);
        Map<UUID, String> names = checking.names(checks);
        List<AuditCheckView.Row> rows =
                checks.stream().map(check -> row(check, names)).toList();
        AuditCheckView view = rows.isEmpty()
                ? new AuditCheckView(null, List.of())
                : new AuditCheckView(rows.getFirst(), rows.subList(1, rows.size()));
        return new ModelAndView(
                Htmx.wantsPart(request) ? "people/audit-check-latest" : "people/audit-check", "view", view);
    }

    @PostMapping(PAGE)
    ModelAndView start(Caller.Person person, HttpServletRequest request) {
        checking.ask(person, visitors.of(request));
        return new ModelAndView("redirect:" + PAGE);
    }

    private static AuditCheckView.Row row(AuditCheck check, Map<UUID, String> names) {
        return new AuditCheckView.Row(
                PersonViews.actor(check.askedBy(), PersonFiles.person(check.askedBy()), names),
                check.askedAt(),
                check.state() == AuditCheck.State.INTACT,
                check.percent(),
                check.seals(),
                check.rows(),
                check.report().lines().toList(),
                check.finishedAt());
    }
}
