package dev.concierge.server.identity.web;

import dev.concierge.server.identity.ApiKeys;
import dev.concierge.server.identity.KeyRequest;
import dev.concierge.server.identity.NewKeyOutcome;
import dev.concierge.server.identity.SessionCookie;
import dev.concierge.server.identity.Sessions;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Confirmation;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /security}: where somebody is signed in, and their API keys. Second factors are {@link FactorPages}'. */
@Controller
class SecurityPages {
    private static final String PAGE = "/security";

    private final SecurityViews views;
    private final Sessions sessions;
    private final ApiKeys keys;
    private final FreshProof proof;
    private final Confirmations confirmations;
    private final SessionCookie cookie;
    private final Visitors visitors;

    SecurityPages(
            SecurityViews views,
            Sessions sessions,
            ApiKeys keys,
            FreshProof proof,
            Confirmations confirmations,
            SessionCookie cookie,
            Visitors visitors) {
        this.views = views;
        this.sessions = sessions;
        this.keys = keys;
        this.proof = proof;
        this.confirmations = confirmations;
        this.cookie = cookie;
        this.visitors = visitors;
    }

    @GetMapping(PAGE)
    ModelAndView page(Caller.Person person) {
        return page(views.plain(person));
    }

    /** Answers with the page itself and not with a redirect: the key exists in this answer only, and nowhere could it wait for the next. */
    @PostMapping(PAGE + "/keys")
    ModelAndView create(
            Caller.Person person,
            @RequestParam String name,
            @RequestParam(required = false) @Nullable List<String> scope,
            @RequestParam(defaultValue = "" + KeyRequest.USUAL_DAYS) int days,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        KeyRequest wanted = new KeyRequest(name, scope == null ? List.of() : scope, days);
        String fault = proof.fault(person, password, request, response);
        if (fault != null) {
            return refused(response, views.refused(person, wanted, null, fault));
        }
        return switch (keys.create(person, wanted, visitors.of(request))) {
            case NewKeyOutcome.Made made -> page(views.withNewKey(person, made.key()));
            case NewKeyOutcome.Unfit unfit -> refused(response, views.refused(person, wanted, unfit, null));
        };
    }

    @PostMapping(PAGE + "/keys/{id}/revoke")
    ModelAndView revoke(Caller.Person person, @PathVariable UUID id, HttpServletRequest request) {
        if (!keys.revoke(person, id, visitors.of(request))) {
            throw gone();
        }
        return new ModelAndView(new Redirect(PAGE + "#keys"));
    }

    @PostMapping(PAGE + "/sessions/{id}/end")
    ModelAndView end(
            Caller.Person person, @PathVariable UUID id, HttpServletRequest request, HttpServletResponse response) {
        if (!sessions.end(person, id, visitors.of(request))) {
            throw gone();
        }
        if (id.equals(person.sessionId())) {
            cookie.clear(response);
        }
        return new ModelAndView(new Redirect(PAGE + "#sessions"));
    }

    @PostMapping(PAGE + "/sessions/end-others")
    ModelAndView endOthers(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        return confirmations.sure(
                new Confirmation.Act("Sign out everywhere else", PAGE + "/sessions/end-others", "/security"),
                person,
                password,
                request,
                response,
                () -> {
                    sessions.endOthers(person, visitors.of(request));
                    return new ModelAndView(new Redirect(PAGE + "#sessions"));
                });
    }

    private static ModelAndView page(SecurityView view) {
        return new ModelAndView("identity/security", "view", view);
    }

    private static ModelAndView refused(HttpServletResponse response, SecurityView view) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(view);
    }

    private static ProblemException gone() {
        return new ProblemException(ProblemType.NOT_FOUND, "It is over already, or it is not yours.");
    }
}
