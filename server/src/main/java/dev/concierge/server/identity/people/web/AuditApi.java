package dev.concierge.server.identity.people.web;

import dev.concierge.server.audit.AuditPage;
import dev.concierge.server.audit.AuditQuery;
import dev.concierge.server.audit.FoundEvent;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.identity.people.Trail;
import dev.concierge.server.identity.people.TrailFilter;
import dev.concierge.server.identity.people.TrailForm;
import dev.concierge.server.identity.people.TrailLine;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/audit}: the trail of everybody, for signed-in managers and administrators; no key reaches it. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditApi {
    /** A page of events; nextCursor is null at the end. */
    record Events(List<TrailLine> items, @Nullable String nextCursor) {
        Events {
            items = List.copyOf(items);
        }
    }

    /**
     * What to export; the filters are those of the search.
     *
     * @param format jsonl or html; absent means jsonl. An HTML report needs account, from and until
     * @param password needed when the last proof is more than ten minutes old
     */
    record ExportWanted(
            @Nullable String account,
            @Nullable String actor,
            @Nullable String action,
            @Nullable String outcome,
            @Nullable String target,
            @Nullable String from,
            @Nullable String until,
            @Nullable String format,
            @Nullable String password) {
        TrailFilter filter() {
            return new TrailFilter(account, actor, action, outcome, target, from, until);
        }

        @Override
        public String toString() {
            return "ExportWanted[" + format + "]";
        }
    }

    private final Trail trail;
    private final FreshProof stepUp;
    private final Visitors visitors;

    AuditApi(Trail trail, FreshProof stepUp, Visitors visitors) {
        this.trail = trail;
        this.stepUp = stepUp;
        this.visitors = visitors;
    }

    @GetMapping(produces = "application/json")
    Events search(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String account,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String until,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        trail.admit(person);
        TrailFilter filter = new TrailFilter(account, actor, action, outcome, target, from, until);
        AuditPage<FoundEvent> page = trail.page(person, filter.query(), cursor, limit);
        return new Events(page.items().stream().map(TrailLine::of).toList(), page.nextCursor());
    }

    /** Answers with the file itself, written while it is read. */
    @PostMapping("/export")
    void export(
            Caller.Person person,
            @RequestBody ExportWanted wanted,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        trail.admit(person);
        TrailForm form = form(wanted.format());
        AuditQuery query = wanted.filter().query();
        stepUp.require(person, wanted.password(), request, response);
        trail.export(person, query, form, () -> download(response, form), visitors.of(request));
    }

    /** @throws ProblemException {@code invalid-input} */
    static TrailForm form(@Nullable String word) {
        return TrailForm.of(Objects.requireNonNullElse(word, TrailForm.JSONL.word()))
                .orElseThrow(() -> new ProblemException(ProblemType.INVALID_INPUT, "format is one of jsonl and html."));
    }

    static OutputStream download(HttpServletResponse response, TrailForm form) throws IOException {
        response.setContentType(form.mediaType());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit." + form.word() + "\"");
        return response.getOutputStream();
    }
}
