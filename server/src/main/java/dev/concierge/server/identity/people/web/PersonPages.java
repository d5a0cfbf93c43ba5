package dev.concierge.server.identity.people.web;

import dev.concierge.server.identity.Visitors;
import dev.concierge.server.identity.people.PeopleDesk;
import dev.concierge.server.identity.people.PeopleQuery;
import dev.concierge.server.identity.people.PersonChange;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Notice;
import dev.concierge.server.web.Permission;
import dev.concierge.server.web.Role;
import dev.concierge.server.web.Tone;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /admin/people/{id}}: one person, and what may be done to them. */
@Controller
class PersonPages {
    static final String LOCAL_ID = "local-id";
    static final String ROLE = "role";
    static final String STATUS = "status";
    static final String DISABLE = "disable";
    static final String ENABLE = "enable";
    static final String SIGN_OUT = "sign-out";
    static final String FACTORS = "factors";

    private static final String PAGE = PeoplePages.PAGE + "/{id:[0-9a-f-]{36}}";

    private final PersonViews views;
    private final PeopleDesk desk;
    private final FreshProof stepUp;
    private final Visitors visitors;

    PersonPages(PersonViews views, PeopleDesk desk, FreshProof stepUp, Visitors visitors) {
        this.views = views;
        this.desk = desk;
        this.stepUp = stepUp;
        this.visitors = visitors;
    }

    @GetMapping(PAGE)
    ModelAndView show(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String news,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, Permission.SEE_PEOPLE);
        PersonView view = views.page(person, id, cursor, stepUp.asked(person), null, notices(news));
        return new ModelAndView("people/person", "view", view);
    }

    @PostMapping(PAGE + "/" + ROLE)
    ModelAndView role(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam String role,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, Permission.SET_ROLE);
        Role wanted = PeopleQuery.role(role)
                .orElseThrow(() -> new ProblemException(ProblemType.INVALID_INPUT, "role is none of ours."));
        return act(
                new Asked(person, id, ROLE, null, password, request, response),
                () -> desk.setRole(person, id, wanted, visitors.of(request)));
    }

    @PostMapping(PAGE + "/" + LOCAL_ID)
    ModelAndView localId(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String localId,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, Permission.SET_LOCAL_ID);
        return act(
                new Asked(person, id, LOCAL_ID, localId, password, request, response),
                () -> desk.setLocalId(person, id, localId, visitors.of(request)));
    }

    /** Disabling cannot be undone whole, so a box must be ticked as well. Enabling somebody who leaves keeps their account; the form says so. */
    @PostMapping(PAGE + "/" + STATUS)
    ModelAndView status(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam String status,
            @RequestParam(defaultValue = "false") boolean sure,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, Permission.SET_STATUS);
        boolean active = PeopleQuery.active(status)
                .orElseThrow(() -> new ProblemException(ProblemType.INVALID_INPUT, "status is none of ours."));
        Asked asked = new Asked(person, id, active ? ENABLE : DISABLE, null, password, request, response);
        return active || sure
                ? act(asked, () -> desk.setActive(person, id, active, visitors.of(request)))
                : refused(asked, HttpStatus.UNPROCESSABLE_CONTENT, "Tick the box to disable this account.");
    }

    @PostMapping(PAGE + "/" + SIGN_OUT)
    ModelAndView signOut(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, Permission.END_SESSIONS);
        return act(
                new Asked(person, id, SIGN_OUT, null, password, request, response),
                () -> desk.endSessions(person, id, visitors.of(request)));
    }

    @PostMapping(PAGE + "/" + FACTORS)
    ModelAndView resetFactors(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, Permission.RESET_FACTORS);
        return act(
                new Asked(person, id, FACTORS, reason, password, request, response),
                () -> desk.resetFactors(person, id, reason, visitors.of(request)));
    }

    /** An act as a form asks for it. */
    private record Asked(
            Caller.Person person,
            UUID id,
            String form,
            @Nullable String typed,
            @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        @Override
        public String toString() {
            return "Asked[" + form + "]";
        }
    }

    private ModelAndView act(Asked asked, Supplier<PersonChange> change) {
        String fault = stepUp.fault(asked.person(), asked.password(), asked.request(), asked.response());
        if (fault != null) {
            return refused(asked, HttpStatus.UNPROCESSABLE_CONTENT, fault);
        }
        return switch (change.get()) {
            case PersonChange.Done _ -> done(asked, asked.form());
            case PersonChange.Unchanged _ -> done(asked, "same");
            case PersonChange.LastAdministrator _ ->
                refused(
                        asked,
                        HttpStatus.CONFLICT,
                        "This is the last administrator who can sign in. Make another one first.");
            case PersonChange.LocalIdTaken _ -> refused(asked, HttpStatus.CONFLICT, "Somebody else has this local id.");
            case PersonChange.Unfit(String sentence) -> refused(asked, HttpStatus.UNPROCESSABLE_CONTENT, sentence);
        };
    }

    private static ModelAndView done(Asked asked, String news) {
        return new ModelAndView("redirect:" + PeoplePages.PAGE + "/" + asked.id() + "?news=" + news);
    }

    private ModelAndView refused(Asked asked, HttpStatus status, String error) {
        asked.response().setStatus(status.value());
        PersonView view = views.page(
                asked.person(),
                asked.id(),
                null,
                stepUp.asked(asked.person()),
                new PersonViews.Refused(asked.form(), asked.typed(), error),
                List.of());
        return new ModelAndView("people/person", "view", view);
    }

    private static List<Notice> notices(@Nullable String news) {
        return switch (Objects.requireNonNullElse(news, "")) {
            case ROLE -> List.of(new Notice(Tone.OK, "The role was changed.", "It counts from their next click on."));
            case LOCAL_ID -> List.of(new Notice(Tone.OK, "The local id was changed.", ""));
            case DISABLE, ENABLE ->
                List.of(new Notice(Tone.OK, "The state was changed.", "Every server knows within a second."));
            case SIGN_OUT -> List.of(new Notice(Tone.OK, "They are signed out everywhere.", ""));
            case FACTORS ->
                List.of(new Notice(
                        Tone.OK, "Their second factors were removed.", "They and every administrator are told."));
            case "same" -> List.of(new Notice(Tone.INFO, "It was so already.", "Nothing was changed."));
            default -> List.of();
        };
    }
}
