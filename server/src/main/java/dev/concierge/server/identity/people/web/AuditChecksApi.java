package dev.concierge.server.identity.people.web;

import dev.concierge.server.audit.AuditCheck;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.identity.people.AuditChecking;
import dev.concierge.server.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/audit/checks}: verifications of the trail, for signed-in administrators. */
@RestController
@RequestMapping("/api/v1/audit/checks")
class AuditChecksApi {
    /**
     * A verification.
     *
     * @param state waiting, running, intact or broken
     * @param percent how far it has come; 100 only when it is over
     * @param report a line for each chain that was walked to its end, with the first fault where there is one
     * @param finishedAt null while it runs
     */
    record Check(
            UUID id,
            String state,
            int percent,
            long seals,
            long rows,
            List<String> report,
            String askedBy,
            Instant askedAt,
            @Nullable Instant finishedAt) {
        Check {
            report = List.copyOf(report);
        }

        static Check of(AuditCheck check) {
            return new Check(
                    check.id(),
                    check.state().name().toLowerCase(Locale.ROOT),
                    check.percent(),
                    check.seals(),
                    check.rows(),
                    check.report().lines().toList(),
                    check.askedBy(),
                    check.askedAt(),
                    check.finishedAt());
        }
    }

    /** The newest ten, the newest first. */
    record Checks(List<Check> items) {
        Checks {
            items = List.copyOf(items);
        }
    }

    private final AuditChecking checking;
    private final Visitors visitors;

    AuditChecksApi(AuditChecking checking, Visitors visitors) {
        this.checking = checking;
        this.visitors = visitors;
    }

    @GetMapping(produces = "application/json")
    Checks listChecks(Caller.Person person) {
        return new Checks(checking.latest(person).stream().map(Check::of).toList());
    }

    @GetMapping(path = "/{id}", produces = "application/json")
    Check showCheck(Caller.Person person, @PathVariable UUID id) {
        return Check.of(checking.one(person, id));
    }

    /** Begins one in the background; answers with the one that runs, when there is one. */
    @PostMapping(produces = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Check startCheck(Caller.Person person, HttpServletRequest request) {
        return Check.of(checking.ask(person, visitors.of(request)));
    }
}
