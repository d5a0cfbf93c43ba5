package dev.concierge.server.identity.people.web;

import dev.concierge.server.identity.Invitations;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.identity.people.PeopleDesk;
import dev.concierge.server.identity.people.PeopleQuery;
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
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /admin/people}: who has an account, and who was invited to one. */
@Controller
class PeoplePages {
    static final String PAGE = "/admin/people";

    private final PeopleViews views;
    private final PeopleDesk desk;
    private final Invitations invitations;
    private final FreshProof stepUp;
    private final Visitors visitors;

    PeoplePages(PeopleViews views, PeopleDesk desk, Invitations invitations, FreshProof stepUp, Visitors visitors) {
        this.views = views;
        this.desk = desk;
        this.invitations = invitations;
        this.stepUp = stepUp;
        this.visitors = visitors;
    }

    @GetMapping(PAGE)
    ModelAndView list(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String role,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String way,
            @RequestParam(required = false) @Nullable String seen,
            @RequestParam(required = false) @Nullable String second,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String news,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, Permission.SEE_PEOPLE);
        return page(views.page(
                person,
                PeopleQuery.of(q, role, status, way, seen, second),
                cursor,
                stepUp.asked(person),
                PeopleViews.Sent.NOTHING,
                notices(news)));
    }

    @PostMapping(PAGE + "/invitations")
    ModelAndView invite(
            Caller.Person person,
            @RequestParam String email,
            @RequestParam String role,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, Permission.INVITE);
        Role wanted = PeopleQuery.role(role)
                .orElseThrow(() -> new ProblemException(ProblemType.INVALID_INPUT, "role is none of ours."));
        String fault = stepUp.fault(person, password, request, response);
        if (fault == null) {
            fault = switch (invitations.invite(person, email, wanted, visitors.of(request))) {
                case Invitations.Outcome.Sent _ -> null;
                case Invitations.Outcome.Unfit(String sentence) -> sentence;
            };
        }
        if (fault == null) {
            return new ModelAndView("redirect:" + PAGE + "?news=invited");
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(views.page(
                person,
                PeopleQuery.ALL,
                null,
                stepUp.asked(person),
                new PeopleViews.Sent(email, wanted, fault),
                List.of()));
    }

    @PostMapping(PAGE + "/invitations/{id}/revoke")
    ModelAndView revoke(Caller.Person person, @PathVariable UUID id, HttpServletRequest request) {
        if (!invitations.revoke(person, id, visitors.of(request))) {
            throw new ProblemException(ProblemType.NOT_FOUND, "That invitation is over already.");
        }
        return new ModelAndView("redirect:" + PAGE + "?news=revoked");
    }

    private static List<Notice> notices(@Nullable String news) {
        return switch (Objects.requireNonNullElse(news, "")) {
            case "invited" ->
                List.of(new Notice(Tone.OK, "The invitation is on its way.", "Its link works once, for seven days."));
            case "revoked" -> List.of(new Notice(Tone.OK, "The invitation was taken back.", "Its link is over."));
            default -> List.of();
        };
    }

    private static ModelAndView page(PeopleView view) {
        return new ModelAndView("people/people", "view", view);
    }
}
