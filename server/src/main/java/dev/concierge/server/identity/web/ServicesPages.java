package dev.concierge.server.identity.web;

import dev.concierge.server.identity.KeyRequest;
import dev.concierge.server.identity.NewKeyOutcome;
import dev.concierge.server.identity.ServiceAccount;
import dev.concierge.server.identity.ServiceAccounts;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Confirmation;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /admin/services}: accounts of programs, and their keys. For administrators; the room asks for the role. */
@Controller
class ServicesPages {
    static final String PAGE = "/admin/services";

    private final ServiceAccounts services;
    private final ServiceViews views;
    private final FreshProof proof;
    private final Confirmation confirmation;
    private final Visitors visitors;

    ServicesPages(
            ServiceAccounts services,
            ServiceViews views,
            FreshProof proof,
            Confirmation confirmation,
            Visitors visitors) {
        this.services = services;
        this.views = views;
        this.proof = proof;
        this.confirmation = confirmation;
        this.visitors = visitors;
    }

    @GetMapping(PAGE)
    ModelAndView list(Caller.Person person) {
        return list(views.list(services.list(person), new ServicesView.Form("", "user", null)));
    }

    /** An account without a key can do nothing, so no proof is asked for here. */
    @PostMapping(PAGE)
    ModelAndView create(
            Caller.Person person,
            @RequestParam String name,
            @RequestParam(defaultValue = "user") String role,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            ServiceAccount made = services.create(person, name, role, visitors.of(request));
            return new ModelAndView(new Redirect(PAGE + "/" + made.id()));
        } catch (ProblemException e) {
            if (e.type() != ProblemType.INVALID_INPUT) {
                throw e;
            }
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return list(views.list(services.list(person), new ServicesView.Form(name, role, e.detail())));
        }
    }

    @GetMapping(PAGE + "/{id}")
    ModelAndView show(Caller.Person person, @PathVariable UUID id) {
        return page(views.page(person, services.require(person, id), services.keys(person, id)));
    }

    /** Answers with the page itself: the key exists in this answer only. */
    @PostMapping(PAGE + "/{id}/keys")
    ModelAndView createKey(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam String name,
            @RequestParam(required = false) @Nullable List<String> scope,
            @RequestParam(defaultValue = "" + KeyRequest.USUAL_DAYS) int days,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        ServiceAccount account = services.require(person, id);
        KeyRequest wanted = new KeyRequest(name, scope == null ? List.of() : scope, days);
        String error = proof.fault(person, password, request, response);
        if (error != null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(views.refused(person, account, services.keys(person, id), wanted, null, error));
        }
        return switch (services.createKey(person, id, wanted, visitors.of(request))) {
            case NewKeyOutcome.Made made ->
                page(views.withNewKey(person, services.require(person, id), services.keys(person, id), made.key()));
            case NewKeyOutcome.Unfit unfit -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield page(views.refused(person, account, services.keys(person, id), wanted, unfit, null));
            }
        };
    }

    @PostMapping(PAGE + "/{id}/keys/{keyId}/revoke")
    ModelAndView revoke(
            Caller.Person person, @PathVariable UUID id, @PathVariable UUID keyId, HttpServletRequest request) {
        if (!services.revokeKey(person, id, keyId, visitors.of(request))) {
            throw new ProblemException(ProblemType.NOT_FOUND, "It is over already, or it is none of this account's.");
        }
        return new ModelAndView(new Redirect(PAGE + "/" + id + "#keys"));
    }

    /** Enabling gives every key its use back, so a fresh proof is asked for. */
    @PostMapping(PAGE + "/{id}/status")
    ModelAndView status(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam boolean active,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        String name = services.require(person, id).name();
        return confirmation.sure(
                new Confirmation.Act(
                        (active ? "Enable " : "Disable ") + name,
                        PAGE + "/" + id + "/status",
                        PAGE + "/" + id,
                        Map.of("active", Boolean.toString(active))),
                person,
                password,
                request,
                response,
                () -> {
                    services.setActive(person, id, active, visitors.of(request));
                    return new ModelAndView(new Redirect(PAGE + "/" + id));
                });
    }

    @PostMapping(PAGE + "/{id}/delete")
    ModelAndView delete(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean sure,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        ServiceAccount account = services.require(person, id);
        String error = sure ? proof.fault(person, password, request, response) : "Tick the box to delete it.";
        if (error != null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(views.notDeleted(person, account, services.keys(person, id), error));
        }
        services.delete(person, id, visitors.of(request));
        return new ModelAndView(new Redirect(PAGE));
    }

    private static ModelAndView list(ServicesView view) {
        return new ModelAndView("identity/services", "view", view);
    }

    private static ModelAndView page(ServiceView view) {
        return new ModelAndView("identity/service", "view", view);
    }
}
