package dev.concierge.server.identity.web;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.PasskeyOptions;
import dev.concierge.server.identity.PasskeyStep;
import dev.concierge.server.identity.Passkeys;
import dev.concierge.server.identity.SessionCookie;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.BrowserCookie;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Confirmation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.servlet.ModelAndView;

/** The acts of the section "Passkeys" of {@code /security}. Adding and removing want a fresh proof; a passkey can give one. */
@Controller
class PasskeyPages {
    private static final String PASSKEYS = "/security/passkeys";
    private static final String SECTION = "/security#passkeys";

    private final Passkeys passkeys;
    private final PasskeyStep step;
    private final PasskeyViews views;
    private final Confirmations confirmations;
    private final SessionCookie cookie;
    private final BrowserCookie browsers;
    private final Visitors visitors;

    PasskeyPages(
            Passkeys passkeys,
            PasskeyStep step,
            PasskeyViews views,
            Confirmations confirmations,
            SessionCookie cookie,
            BrowserCookie browsers,
            Visitors visitors) {
        this.passkeys = passkeys;
        this.step = step;
        this.views = views;
        this.confirmations = confirmations;
        this.cookie = cookie;
        this.browsers = browsers;
        this.visitors = visitors;
    }

    /** Answers with the page itself: its challenge is good for minutes. */
    @PostMapping(PASSKEYS)
    ModelAndView begin(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        return confirmations.sure(
                new Confirmation.Act("Add a passkey", PASSKEYS, "/security"),
                person,
                password,
                request,
                response,
                () -> page(person, null, request, response));
    }

    @PostMapping(PASSKEYS + "/add")
    ModelAndView add(
            Caller.Person person,
            @RequestParam(defaultValue = "") String name,
            @RequestParam String credential,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (passkeys.add(
                person, name, credential, browsers.ensure(request, response), visitors.of(request))) {
            case Passkeys.Added.Done done -> {
                cookie.set(response, done.token());
                yield done.recoveryCodes().isEmpty()
                        ? new ModelAndView(new Redirect(SECTION))
                        : FactorViews.codes(done.recoveryCodes(), SECTION);
            }
            case Passkeys.Added.Refused _ -> throw new ProblemException(ProblemType.CONFLICT, PasskeyViews.REFUSED);
            case Passkeys.Added.Over _ -> throw new ProblemException(ProblemType.NOT_FOUND, PasskeyViews.OVER);
        };
    }

    private ModelAndView page(
            Caller.Person person, @Nullable String error, HttpServletRequest request, HttpServletResponse response) {
        return passkeys.begin(person, browsers.ensure(request, response))
                .map(options -> views.add(options, PASSKEYS + "/add", SECTION, SECTION, error))
                .orElseThrow(() -> new ProblemException(
                        ProblemType.CONFLICT,
                        passkeys.offered()
                                ? "You have " + Passkeys.MOST + " passkeys. Remove one first."
                                : "Passkeys need this installation to have a name, not only an address."));
    }

    @PostMapping(PASSKEYS + "/{id}/rename")
    ModelAndView rename(
            Caller.Person person, @PathVariable UUID id, @RequestParam String name, HttpServletRequest request) {
        if (!passkeys.rename(person, id, name, visitors.of(request))) {
            throw new ProblemException(
                    ProblemType.NOT_FOUND, "That name is too long or empty, or the passkey is not yours.");
        }
        return new ModelAndView(new Redirect(SECTION));
    }

    @PostMapping(PASSKEYS + "/{id}/remove")
    ModelAndView remove(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        return confirmations.sure(
                new Confirmation.Act("Remove the passkey", PASSKEYS + "/" + id + "/remove", "/security"),
                person,
                password,
                request,
                response,
                () -> {
                    require(passkeys.remove(person, id, visitors.of(request)));
                    return new ModelAndView(new Redirect(SECTION));
                });
    }

    /** For the script: what to ask the person's passkeys, for a fresh proof. */
    @PostMapping(PASSKEYS + "/options")
    @ResponseBody
    PasskeyOptions.Request options(Caller.Person person, HttpServletRequest request, HttpServletResponse response) {
        return step.begin(person, browsers.ensure(request, response));
    }

    /** For the script: a fresh proof. Whatever asked for one is sent again afterwards. */
    @PostMapping(PASSKEYS + "/prove")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void prove(
            Caller.Person person,
            @RequestParam String credential,
            HttpServletRequest request,
            HttpServletResponse response) {
        Secret token = step.again(person, credential, browsers.ensure(request, response), visitors.of(request))
                .orElseThrow(() -> new ProblemException(
                        ProblemType.FORBIDDEN, "That passkey was refused. Try again, or use another way."));
        cookie.set(response, token);
    }

    /** @throws ProblemException when it was not removed */
    static void require(Passkeys.Removed removed) {
        switch (removed) {
            case REMOVED -> {}
            case LAST_FACTOR ->
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "Your role needs a second factor, and this is the last. Set up another one first.");
            case LAST_WAY ->
                throw new ProblemException(
                        ProblemType.CONFLICT, "Nothing else opens your account. Add another way to sign in first.");
            case GONE ->
                throw new ProblemException(ProblemType.NOT_FOUND, "It is removed already, or it is not yours.");
        }
    }
}
