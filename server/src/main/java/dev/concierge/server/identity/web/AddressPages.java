package dev.concierge.server.identity.web;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.AddressChange;
import dev.concierge.server.identity.AddressProof;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Action;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A person's own address: confirmed, and changed, while signed in. */
@Controller
class AddressPages {
    private static final String VERIFY = "/link/verify" + LinkPages.TOKEN;
    private static final String CHANGE = "/link/change" + LinkPages.TOKEN;
    private static final Action SECURITY = Action.link("Back to Security", "/security");

    private final AddressProof proof;
    private final AddressChange change;
    private final FreshProof fresh;
    private final SecurityViews views;
    private final Visitors visitors;

    AddressPages(AddressProof proof, AddressChange change, FreshProof fresh, SecurityViews views, Visitors visitors) {
        this.proof = proof;
        this.change = change;
        this.fresh = fresh;
        this.views = views;
        this.visitors = visitors;
    }

    @PostMapping("/security/email/confirm")
    ModelAndView askAgain(Caller.Person person, HttpServletRequest request, HttpServletResponse response) {
        try {
            boolean sent = proof.askAgain(person, visitors.of(request));
            return security(views.address(
                    person, sent ? "A new link is on its way to " + person.email() + "." : null, "", null, null));
        } catch (ProblemException e) {
            return refused(response, person, "", throttled(e), null);
        }
    }

    @PostMapping("/security/email")
    ModelAndView ask(
            Caller.Person person,
            @RequestParam String email,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        String unproved = fresh.fault(person, password, request, response);
        if (unproved != null) {
            return refused(response, person, email, null, unproved);
        }
        try {
            return switch (change.ask(person, email, visitors.of(request))) {
                case AddressChange.Asked.Sent(String to) ->
                    security(views.address(
                            person,
                            "A link is on its way to " + to + ". Open it in this browser within the hour.",
                            "",
                            null,
                            null));
                case AddressChange.Asked.Unfit(String fault) -> refused(response, person, email, fault, null);
            };
        } catch (ProblemException e) {
            return refused(response, person, email, throttled(e), null);
        }
    }

    @GetMapping(VERIFY)
    ModelAndView verifyForm(Caller.Person person, @PathVariable String token) {
        if (!proof.isGood(person, Secret.of(token))) {
            throw gone();
        }
        return page(new LinkView(
                "Confirm your e-mail address",
                List.of("You are signed in as " + person.words() + ". Confirm that this address is yours."),
                true,
                LinkView.Form.press("Confirm this address"),
                List.of(Action.link("Not now", "/"))));
    }

    @PostMapping(VERIFY)
    ModelAndView verify(Caller.Person person, @PathVariable String token, HttpServletRequest request) {
        if (!proof.confirm(person, Secret.of(token), visitors.of(request))) {
            throw gone();
        }
        return new ModelAndView(new Redirect("/security#ways"));
    }

    @GetMapping(CHANGE)
    ModelAndView changeForm(Caller.Person person, @PathVariable String token) {
        String email = change.peek(person, Secret.of(token)).orElseThrow(AddressPages::gone);
        return page(new LinkView(
                "Use your new e-mail address",
                List.of("You sign in with " + email
                        + " from now on. Your old address is told, and can take it back for 72 hours."),
                true,
                LinkView.Form.press("Use this address"),
                List.of(Action.link("Keep the old one", "/security"))));
    }

    @PostMapping(CHANGE)
    ModelAndView change(
            Caller.Person person,
            @PathVariable String token,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (change.confirm(person, Secret.of(token), visitors.of(request))) {
            case CHANGED -> new ModelAndView(new Redirect("/security#ways"));
            case TAKEN -> {
                response.setStatus(HttpStatus.CONFLICT.value());
                yield page(new LinkView(
                        "That address has an account",
                        List.of("Another account here goes by it. Nothing was changed."),
                        false,
                        null,
                        List.of(SECURITY)));
            }
            case OVER -> throw gone();
        };
    }

    private ModelAndView refused(
            HttpServletResponse response,
            Caller.Person person,
            String typed,
            @Nullable String error,
            @Nullable String passwordError) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return security(views.address(person, null, typed, error, passwordError));
    }

    private static String throttled(ProblemException problem) {
        Duration wait = problem.retryAfter();
        if (problem.type() != ProblemType.TOO_MANY_REQUESTS || wait == null) {
            throw problem;
        }
        return "That was asked for often just now. Look into the mailbox first; or ask again " + Waits.words(wait)
                + ".";
    }

    private static ModelAndView page(LinkView view) {
        return new ModelAndView("identity/link", "view", view);
    }

    private static ModelAndView security(SecurityView view) {
        return new ModelAndView("identity/security", "view", view);
    }

    /** Over, another's, or another session's: one case, so that nobody learns which. */
    private static ProblemException gone() {
        return new ProblemException(
                ProblemType.NOT_FOUND,
                "This link is over, or it was meant for another account or another browser. Ask for a new one under Security.");
    }
}
