package dev.concierge.server.integrations.web;

import dev.concierge.server.identity.Account;
import dev.concierge.server.identity.AccountFinder;
import dev.concierge.server.integrations.EmergencyDesk;
import dev.concierge.server.integrations.StopProgress;
import dev.concierge.server.integrations.web.EmergencyView.Confirm;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.vault.stops.EmergencyStop;
import dev.concierge.server.vault.stops.EmergencyStops;
import dev.concierge.server.vault.stops.Extent;
import dev.concierge.server.vault.stops.StopOutcome;
import dev.concierge.server.vault.stops.StopScope;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Confirmation;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Htmx;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * {@code /admin/emergency}: choose a scope, see what a stop would end, order it, follow it. For administrators; the desk asks for the role. To order
 * one, the number of connections is typed, a reason written and, ten minutes after the sign-in, the password.
 */
@Controller
class EmergencyPage {
    static final String PAGE = "/admin/emergency";

    private static final String ONE = PAGE + "/{id:[0-9a-f-]{36}}";

    private final EmergencyDesk desk;
    private final EmergencyViews views;
    private final AccountFinder finder;
    private final FreshProof proof;
    private final Confirmation confirmation;

    EmergencyPage(
            EmergencyDesk desk,
            EmergencyViews views,
            AccountFinder finder,
            FreshProof proof,
            Confirmation confirmation) {
        this.desk = desk;
        this.views = views;
        this.finder = finder;
        this.proof = proof;
        this.confirmation = confirmation;
    }

    @GetMapping(PAGE)
    ModelAndView show(Caller.Person person) {
        return page(person, "provider", null, null);
    }

    @PostMapping(PAGE + "/look")
    ModelAndView look(
            Caller.Person person,
            @RequestParam String kind,
            @RequestParam(defaultValue = "") String provider,
            @RequestParam(defaultValue = "") String registration,
            @RequestParam(defaultValue = "") String email,
            HttpServletResponse response) {
        desk.admit(person);
        Optional<StopScope> scope = kind.equals("account")
                ? finder.byEmail(email).map(Account::id).map(StopScope.OfAccount::new)
                : scope(kind, kind.equals("provider") ? provider : kind.equals("registration") ? registration : "");
        if (scope.isEmpty()) {
            return refused(person, response, kind, "There is no such account or provider.");
        }
        Extent extent = desk.extent(person, scope.get());
        if (extent.connections() == 0) {
            return refused(person, response, kind, "Nothing is connected there.");
        }
        return page(person, kind, null, confirm(person, scope.get(), extent, "", null));
    }

    @PostMapping(PAGE + "/order")
    ModelAndView order(
            Caller.Person person,
            @RequestParam String kind,
            @RequestParam(defaultValue = "") String target,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String count,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person);
        StopScope scope = scope(kind, target)
                .orElseThrow(() -> new ProblemException(ProblemType.INVALID_INPUT, "That is nothing to stop."));
        Extent extent = desk.extent(person, scope);
        String unproved = proof.fault(person, password, request, response);
        String error = error(extent, reason.strip(), count.strip(), unproved);
        if (error != null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(person, kind, null, confirm(person, scope, extent, reason, error));
        }
        return switch (desk.order(person, scope, reason.strip(), extent.connections())) {
            case StopOutcome.Ordered(EmergencyStop stop) -> new ModelAndView("redirect:" + PAGE + "/" + stop.id());
            case StopOutcome.NothingThere() -> refused(person, response, kind, "Nothing is connected there any more.");
            case StopOutcome.OtherCount(Extent now) -> {
                response.setStatus(HttpStatus.CONFLICT.value());
                String moved = "There are " + now.connections() + " connections now. Nothing was ended. Look again.";
                yield page(person, kind, null, confirm(person, scope, now, reason, moved));
            }
        };
    }

    @GetMapping(ONE)
    ModelAndView one(Caller.Person person, @PathVariable UUID id, HttpServletRequest request) {
        StopProgress progress = desk.progress(person, id);
        return Htmx.wantsPart(request)
                ? new ModelAndView("integrations/emergency-progress", "view", views.progress(progress))
                : new ModelAndView("integrations/emergency-stop", "view", views.stop(person, progress));
    }

    /** A thief's way to keep stolen tokens alive at the provider, so a fresh proof is asked for. */
    @PostMapping(ONE + "/pause")
    ModelAndView pause(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, "emergency.pause");
        return confirmation.sure(
                new Confirmation.Act("Pause revoking", PAGE + "/" + id + "/pause", PAGE + "/" + id),
                person,
                password,
                request,
                response,
                () -> moved(id, desk.pause(person, id), "This is paused already, or there was no such stop."));
    }

    @PostMapping(ONE + "/resume")
    ModelAndView resume(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, "emergency.resume");
        return confirmation.sure(
                new Confirmation.Act("Go on revoking", PAGE + "/" + id + "/resume", PAGE + "/" + id),
                person,
                password,
                request,
                response,
                () -> moved(id, desk.resume(person, id), "This is not paused at this moment."));
    }

    private static ModelAndView moved(UUID id, boolean moved, String otherwise) {
        if (!moved) {
            throw new ProblemException(ProblemType.CONFLICT, otherwise);
        }
        return new ModelAndView("redirect:" + PAGE + "/" + id);
    }

    private static Optional<StopScope> scope(String kind, String target) {
        try {
            return Optional.of(StopScope.of(kind, target));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String error(Extent extent, String reason, String count, @Nullable String unproved) {
        Optional<String> fault = EmergencyStops.fault(reason);
        if (fault.isPresent()) {
            return fault.get();
        }
        if (!count.equals(Long.toString(extent.connections()))) {
            return "Write " + extent.connections() + ", the number of connections that this ends. Nothing was ended.";
        }
        return unproved;
    }

    private Confirm confirm(
            Caller.Person person, StopScope scope, Extent extent, String reason, @Nullable String error) {
        String target = scope.target();
        return new Confirm(
                views.words(scope),
                scope.word(),
                target == null ? "" : target,
                extent.connections(),
                extent.people(),
                desk.choices(person, scope),
                reason,
                proof.asked(person),
                error);
    }

    private ModelAndView refused(Caller.Person person, HttpServletResponse response, String kind, String error) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(person, kind, error, null);
    }

    private ModelAndView page(Caller.Person person, String kind, @Nullable String error, @Nullable Confirm confirm) {
        List<EmergencyView.Row> history = desk.history(person).stream()
                .map(stop -> views.row(person, stop))
                .toList();
        EmergencyView view = new EmergencyView(views.choose(kind, error), confirm, history);
        return new ModelAndView("integrations/emergency", "view", view);
    }
}
