package dev.concierge.server.catalog.web;

import dev.concierge.server.catalog.ChangeOutcome;
import dev.concierge.server.catalog.ClientVerdict;
import dev.concierge.server.catalog.RegistrationChange;
import dev.concierge.server.catalog.RegistrationDesk;
import dev.concierge.server.catalog.RegistrationEntry;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Confirmation;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Notice;
import dev.concierge.server.web.Tone;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /admin/providers}: how each provider is set up here. For administrators; the desk asks for the role. */
@Controller
class AdminProvidersPages {
    static final String PAGE = "/admin/providers";

    private static final ChangeOutcome.Unfit FITS = new ChangeOutcome.Unfit(null, null, null);

    private final RegistrationDesk desk;
    private final AdminProviderViews views;
    private final FreshProof proof;
    private final Confirmation confirmation;

    AdminProvidersPages(RegistrationDesk desk, AdminProviderViews views, FreshProof proof, Confirmation confirmation) {
        this.desk = desk;
        this.views = views;
        this.proof = proof;
        this.confirmation = confirmation;
    }

    @GetMapping(PAGE)
    ModelAndView list(Caller.Person person) {
        return new ModelAndView("catalog/providers", "view", views.list(desk.all(person)));
    }

    @GetMapping(PAGE + "/{id}")
    ModelAndView show(
            Caller.Person person, @PathVariable String id, @RequestParam(required = false) @Nullable String news) {
        RegistrationEntry entry = desk.one(person, id);
        List<Notice> notices = "saved".equals(news)
                ? List.of(new Notice(
                        Tone.OK, "Saved.", "Every node uses it now. Test it to hear what the provider says."))
                : "removed".equals(news)
                        ? List.of(new Notice(Tone.OK, "Removed.", "Nothing of this client is left here."))
                        : List.of();
        return page(views.page(person, entry, notices, proof.asked(person)));
    }

    /** Whose client it is decides who gets people's tokens, so a fresh proof is asked for; what was typed stays, but for the secret. */
    @PostMapping(PAGE + "/{id}")
    ModelAndView keep(
            Caller.Person person,
            @PathVariable String id,
            @RequestParam long version,
            @RequestParam String clientId,
            @RequestParam(defaultValue = "") String clientSecret,
            @RequestParam(defaultValue = "") String expires,
            @RequestParam(defaultValue = "false") boolean connects,
            @RequestParam(defaultValue = "false") boolean signsIn,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, "registration.keep", id);
        RegistrationEntry before = desk.one(person, id);
        RegistrationChange typed = new RegistrationChange(
                version,
                clientId.strip(),
                clientSecret.isBlank() ? null : Secret.of(clientSecret.strip()),
                date(expires),
                connects,
                signsIn);
        String unproved = proof.fault(person, password, request, response);
        if (unproved != null) {
            return answer(
                    response,
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    views.refused(person, before, typed, FITS, List.of(), proof.asked(person), unproved));
        }
        FreshProof.Asked asked = proof.asked(person);
        return switch (desk.keep(person, id, typed)) {
            case ChangeOutcome.Saved _ -> new ModelAndView("redirect:" + PAGE + "/" + id + "?news=saved");
            case ChangeOutcome.Unfit unfit ->
                answer(
                        response,
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        views.refused(person, desk.one(person, id), typed, unfit, List.of(), asked, null));
            case ChangeOutcome.Overtaken(RegistrationEntry now) ->
                answer(
                        response,
                        HttpStatus.CONFLICT,
                        views.refused(person, now, typed, FITS, List.of(overtaken()), asked, null));
            case ChangeOutcome.ReadOnly(String variable) ->
                answer(
                        response,
                        HttpStatus.CONFLICT,
                        views.page(person, desk.one(person, id), List.of(readOnly(variable)), asked));
        };
    }

    /** Answers with the page itself: what the provider said is kept nowhere. */
    @PostMapping(PAGE + "/{id}/test")
    ModelAndView test(Caller.Person person, @PathVariable String id) {
        RegistrationEntry entry = desk.one(person, id);
        return page(views.page(
                person,
                entry,
                List.of(verdict(desk.test(person, id), entry.provider().name())),
                proof.asked(person)));
    }

    /** The secret cannot be had back, so a box must be ticked as well. */
    @PostMapping(PAGE + "/{id}/remove")
    ModelAndView remove(
            Caller.Person person,
            @PathVariable String id,
            @RequestParam long version,
            @RequestParam(defaultValue = "false") boolean sure,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, "registration.remove", id);
        RegistrationEntry entry = desk.one(person, id);
        if (!sure) {
            throw new ProblemException(ProblemType.INVALID_INPUT, "Tick the box beside the button to remove it.");
        }
        String page = PAGE + "/" + entry.provider().id();
        return confirmation.sure(
                new Confirmation.Act(
                        "Remove the client",
                        page + "/remove",
                        page,
                        Map.of("version", Long.toString(version), "sure", "true")),
                person,
                password,
                request,
                response,
                () -> {
                    desk.remove(person, id, version);
                    return new ModelAndView("redirect:" + page + "?news=removed");
                });
    }

    private static Notice verdict(ClientVerdict verdict, String name) {
        String text = verdict.sentence(name);
        return switch (verdict) {
            case ClientVerdict.Accepted _ -> new Notice(Tone.OK, "It works.", text);
            case ClientVerdict.Refused(var _, String code) ->
                new Notice(Tone.BAD, "It does not work yet.", text + " (" + code + ")");
            case ClientVerdict.Unclear(String code) ->
                new Notice(Tone.WARN, "That cannot be said.", code.isEmpty() ? text : text + " (" + code + ")");
            case ClientVerdict.NoAnswer _ -> new Notice(Tone.WARN, "No answer.", text);
        };
    }

    private static Notice overtaken() {
        return new Notice(
                Tone.WARN,
                "Another administrator changed this client meanwhile.",
                "Nothing of yours was saved. Below stands what you typed, without the secret; what is in use stands beside it. Save again to replace it.");
    }

    private static Notice readOnly(String variable) {
        return new Notice(
                Tone.WARN,
                "The environment names this client in " + variable + ".",
                "It wins over what is kept here, so nothing was saved. Change it there.");
    }

    private static @Nullable LocalDate date(String text) {
        try {
            return text.isBlank() ? null : LocalDate.parse(text.strip());
        } catch (DateTimeException e) {
            throw new ProblemException(
                    ProblemType.INVALID_INPUT, "The day is written as year, month and day, for example 2027-03-31.", e);
        }
    }

    private static ModelAndView answer(HttpServletResponse response, HttpStatus status, AdminProviderView view) {
        response.setStatus(status.value());
        return page(view);
    }

    private static ModelAndView page(AdminProviderView view) {
        return new ModelAndView("catalog/provider", "view", view);
    }
}
