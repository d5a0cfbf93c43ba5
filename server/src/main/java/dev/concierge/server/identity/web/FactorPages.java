package dev.concierge.server.identity.web;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.AccountNotices;
import dev.concierge.server.identity.Authenticators;
import dev.concierge.server.identity.RecoveryCodes;
import dev.concierge.server.identity.SessionCookie;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Confirmation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The acts of the section "Second factor" of {@code /security}, which want a fresh proof, and its notices, which do not. */
@Controller
class FactorPages {
    static final String WRONG_FIRST =
            "That code does not fit. Look whether the clock of your phone is right, and write the code it shows now.";
    static final String OVER = "That took too long, or was begun anew elsewhere. Begin once more.";

    private static final String PAGE = "/security";
    private static final String FACTORS = PAGE + "/factors";
    private static final String SECTION = PAGE + "#factors";

    private final Authenticators authenticators;
    private final RecoveryCodes codes;
    private final AccountNotices notices;
    private final Confirmations confirmations;
    private final SessionCookie cookie;
    private final Visitors visitors;

    FactorPages(
            Authenticators authenticators,
            RecoveryCodes codes,
            AccountNotices notices,
            Confirmations confirmations,
            SessionCookie cookie,
            Visitors visitors) {
        this.authenticators = authenticators;
        this.codes = codes;
        this.notices = notices;
        this.confirmations = confirmations;
        this.cookie = cookie;
        this.visitors = visitors;
    }

    /** Answers with the page itself: what it shows exists in this answer only. */
    @PostMapping(FACTORS)
    ModelAndView begin(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        return confirmations.sure(
                new Confirmation.Act("Set up an authenticator app", FACTORS, "/security"),
                person,
                password,
                request,
                response,
                () -> authenticators
                        .begin(person)
                        .map(pending -> FactorViews.enrol(pending, form("", null)))
                        .orElseThrow(() -> new ProblemException(
                                ProblemType.CONFLICT,
                                "You have " + Authenticators.MOST + " authenticator apps. Remove one first.")));
    }

    @PostMapping(FACTORS + "/confirm")
    ModelAndView confirm(
            Caller.Person person,
            @RequestParam UUID id,
            @RequestParam(defaultValue = "") String name,
            @RequestParam String code,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (authenticators.confirm(person, id, name, Secret.of(code), visitors.of(request))) {
            case Authenticators.Confirmed.Added added -> {
                cookie.set(response, added.token());
                yield added.recoveryCodes().isEmpty()
                        ? new ModelAndView(new Redirect(SECTION))
                        : FactorViews.codes(added.recoveryCodes(), SECTION);
            }
            case Authenticators.Confirmed.WrongCode(Authenticators.Pending pending) -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield FactorViews.enrol(pending, form(name, WRONG_FIRST));
            }
            case Authenticators.Confirmed.Over _ -> throw new ProblemException(ProblemType.NOT_FOUND, OVER);
        };
    }

    @PostMapping(FACTORS + "/{id}/remove")
    ModelAndView remove(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        return confirmations.sure(
                new Confirmation.Act("Remove the authenticator app", FACTORS + "/" + id + "/remove", "/security"),
                person,
                password,
                request,
                response,
                () -> removed(authenticators.remove(person, id, visitors.of(request))));
    }

    /** Answers with the page itself, as for a new key. */
    @PostMapping(FACTORS + "/codes")
    ModelAndView renewCodes(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        return confirmations.sure(
                new Confirmation.Act("Make new recovery codes", FACTORS + "/codes", "/security"),
                person,
                password,
                request,
                response,
                () -> shown(codes.renew(person, visitors.of(request))));
    }

    @PostMapping(PAGE + "/notices/{id}/close")
    ModelAndView close(Caller.Person person, @PathVariable UUID id) {
        if (!notices.close(person, id)) {
            throw new ProblemException(ProblemType.NOT_FOUND, "It is read already, or it is not yours.");
        }
        return new ModelAndView(new Redirect(PAGE));
    }

    private static ModelAndView shown(List<String> made) {
        if (made.isEmpty()) {
            throw new ProblemException(ProblemType.CONFLICT, "Set up an authenticator app first.");
        }
        return FactorViews.codes(made, SECTION);
    }

    private static ModelAndView removed(Authenticators.Removed removed) {
        require(removed);
        return new ModelAndView(new Redirect(SECTION));
    }

    /** @throws ProblemException when it was not removed */
    static void require(Authenticators.Removed removed) {
        switch (removed) {
            case REMOVED -> {}
            case LAST ->
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "Your role needs a second factor, and this is the last. Set up another one first.");
            case GONE ->
                throw new ProblemException(ProblemType.NOT_FOUND, "It is removed already, or it is not yours.");
        }
    }

    private static EnrolView.Form form(String name, @Nullable String error) {
        return new EnrolView.Form(FACTORS + "/confirm", SECTION, SECTION, name, error);
    }
}
