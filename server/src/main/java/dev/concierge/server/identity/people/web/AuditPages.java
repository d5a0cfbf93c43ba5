package dev.concierge.server.identity.people.web;

import dev.concierge.server.audit.AuditEntry;
import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditPage;
import dev.concierge.server.audit.AuditQuery;
import dev.concierge.server.audit.FoundEvent;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.identity.people.PersonFiles;
import dev.concierge.server.identity.people.Trail;
import dev.concierge.server.identity.people.TrailFilter;
import dev.concierge.server.identity.people.TrailForm;
import dev.concierge.server.identity.web.Devices;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Permission;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /admin/audit}: what was done to people's accounts, by whom and when. */
@Controller
class AuditPages {
    static final String PAGE = "/admin/audit";
    private static final int ROWS = 50;

    private final Trail trail;
    private final FreshProof stepUp;
    private final Visitors visitors;

    AuditPages(Trail trail, FreshProof stepUp, Visitors visitors) {
        this.trail = trail;
        this.stepUp = stepUp;
        this.visitors = visitors;
    }

    @GetMapping(PAGE)
    ModelAndView show(
            Caller.Person person,
            @ModelAttribute TrailFilter filter,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletResponse response) {
        trail.admit(person);
        return page(person, filter, cursor, null, response);
    }

    /** Answers with the file itself, or with the page and what is missing. */
    @PostMapping(PAGE + "/export")
    @Nullable
    ModelAndView export(
            Caller.Person person,
            @ModelAttribute TrailFilter filter,
            @RequestParam(required = false) @Nullable String format,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        trail.admit(person);
        TrailForm form = AuditApi.form(format);
        String fault = stepUp.fault(person, password, request, response);
        if (fault == null) {
            try {
                trail.export(
                        person, filter.query(), form, () -> AuditApi.download(response, form), visitors.of(request));
                return null;
            } catch (ProblemException e) {
                fault = e.detail();
            }
        }
        return page(person, filter, null, fault, response);
    }

    private ModelAndView page(
            Caller.Person person,
            TrailFilter filter,
            @Nullable String cursor,
            @Nullable String fault,
            HttpServletResponse response) {
        String error = fault;
        AuditPage<FoundEvent> page = new AuditPage<>(List.of(), null);
        boolean narrowed = true;
        try {
            AuditQuery query = filter.query();
            narrowed = !query.equals(AuditQuery.ALL);
            page = trail.page(person, query, cursor, ROWS);
        } catch (ProblemException e) {
            error = e.detail();
        }
        if (error != null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        Map<UUID, String> names = trail.names(page.items());
        AuditView view = new AuditView(
                filter,
                narrowed,
                page.items().stream().map(found -> row(found, names)).toList(),
                cursor == null || cursor.isEmpty() ? null : path(filter, null),
                page.nextCursor() == null ? null : path(filter, page.nextCursor()),
                stepUp.asked(person),
                Permission.VERIFY_AUDIT.allows(person.role()),
                error);
        return new ModelAndView("people/audit", "view", view);
    }

    private static AuditView.Row row(FoundEvent found, Map<UUID, String> names) {
        AuditEntry entry = found.entry();
        Optional<UUID> who = PersonFiles.person(entry.actor());
        UUID about = found.accountId();
        return new AuditView.Row(
                entry.at(),
                entry.action(),
                entry.outcome() == AuditEvent.Outcome.REFUSED,
                PersonViews.actor(entry.actor(), who, names),
                who.filter(names::containsKey).orElse(null),
                about == null ? null : names.getOrDefault(about, "Somebody who is gone"),
                about != null && names.containsKey(about) ? about : null,
                entry.target(),
                entry.detail().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(fact -> fact.getKey() + ": " + fact.getValue())
                        .collect(Collectors.joining(" · ")),
                from(entry.subject()));
    }

    private static String from(AuditEvent.@Nullable Subject subject) {
        if (subject == null) {
            return "";
        }
        String agent = subject.agent();
        String device = agent == null ? "" : Devices.words(agent);
        return Stream.of(Objects.requireNonNullElse(subject.address(), ""), device)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" · "));
    }

    private static String path(TrailFilter filter, @Nullable String cursor) {
        String query = Stream.of(
                        part("account", filter.account()),
                        part("actor", filter.actor()),
                        part("action", filter.action()),
                        part("outcome", filter.outcome()),
                        part("target", filter.target()),
                        part("from", filter.from()),
                        part("until", filter.until()),
                        part("cursor", cursor))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? PAGE : PAGE + "?" + query;
    }

    private static String part(String name, @Nullable String value) {
        return value == null || value.isBlank() ? "" : name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
