package dev.concierge.server.identity.people.web;

import dev.concierge.server.audit.AuditPage;
import dev.concierge.server.audit.RaisedAlert;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.identity.people.AlertDesk;
import dev.concierge.server.identity.people.AlertFilter;
import dev.concierge.server.identity.people.AlertLine;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/alerts}: security alerts, for signed-in managers and administrators; no key reaches it. */
@RestController
@RequestMapping("/api/v1/alerts")
class AlertsApi {
    /** A page of alerts, the newest first; nextCursor is null at the end. */
    record Alerts(List<AlertLine> items, @Nullable String nextCursor) {
        Alerts {
            items = List.copyOf(items);
        }
    }

    /** @param note what was found: one line of up to 400 characters */
    record Acknowledgement(@Nullable String note) {}

    private final AlertDesk desk;
    private final Visitors visitors;

    AlertsApi(AlertDesk desk, Visitors visitors) {
        this.desk = desk;
        this.visitors = visitors;
    }

    @GetMapping(produces = "application/json")
    Alerts listAlerts(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String about,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        desk.admit(person, Permission.SEE_ALERTS);
        AuditPage<RaisedAlert> page = desk.page(person, new AlertFilter(kind, state, about).query(), cursor, limit);
        return new Alerts(page.items().stream().map(AlertLine::of).toList(), page.nextCursor());
    }

    @GetMapping(path = "/{id}", produces = "application/json")
    AlertLine showAlert(Caller.Person person, @PathVariable UUID id) {
        return AlertLine.of(desk.one(person, id));
    }

    /** Answers with the alert; 409 when somebody has acknowledged it before. */
    @PostMapping(path = "/{id}/acknowledge", produces = "application/json")
    AlertLine acknowledgeAlert(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestBody Acknowledgement wanted,
            HttpServletRequest request) {
        return switch (desk.acknowledge(person, id, wanted.note(), visitors.of(request))) {
            case AlertDesk.Outcome.Done(RaisedAlert alert) -> AlertLine.of(alert);
            case AlertDesk.Outcome.Already _ ->
                throw new ProblemException(ProblemType.CONFLICT, "Somebody has acknowledged this alert before.");
            case AlertDesk.Outcome.Unfit(String sentence) ->
                throw new ProblemException(ProblemType.INVALID_INPUT, sentence);
        };
    }
}
