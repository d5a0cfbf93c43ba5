package dev.concierge.server.identity.web;

import dev.concierge.server.authorization.Started;
import dev.concierge.server.identity.IdentityLinks;
import dev.concierge.server.identity.ProviderSignInStart;
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
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The acts of the section "Ways to sign in" of {@code /security}: a provider is joined or parted. Both want a fresh proof (C-09). */
@Controller
class WaysPages {
    private static final String WAYS = "/security/ways";
    private static final String SECTION = "/security#ways";

    private final ProviderSignInStart start;
    private final IdentityLinks links;
    private final Confirmations confirmations;
    private final BrowserCookie browsers;
    private final Visitors visitors;

    WaysPages(
            ProviderSignInStart start,
            IdentityLinks links,
            Confirmations confirmations,
            BrowserCookie browsers,
            Visitors visitors) {
        this.start = start;
        this.links = links;
        this.confirmations = confirmations;
        this.browsers = browsers;
        this.visitors = visitors;
    }

    /** Answers with a page that has the way to the provider: {@code form-action 'self'} forbids a redirect there. */
    @PostMapping(WAYS + "/{provider}/add")
    ModelAndView add(
            Caller.Person person,
            @PathVariable String provider,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        SignInButton button = SignInButtons.button(start.require(provider));
        return confirmations.sure(
                new Confirmation.Act("Add " + button.mark().name(), WAYS + "/" + button.id() + "/add", "/security"),
                person,
                password,
                request,
                response,
                () -> {
                    Started started = start.link(
                            person, button.id(), browsers.ensure(request, response), SECTION, visitors.of(request));
                    return new ModelAndView(
                            "identity/one-button",
                            "view",
                            new OneButtonView(button, SECTION, started.authorizationUrl(), started.expiresAt()));
                });
    }

    @PostMapping(WAYS + "/{id}/remove")
    ModelAndView remove(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        return confirmations.sure(
                new Confirmation.Act("Remove this way to sign in", WAYS + "/" + id + "/remove", "/security"),
                person,
                password,
                request,
                response,
                () -> switch (links.part(person, id, visitors.of(request))) {
                    case PARTED -> new ModelAndView(new Redirect(SECTION));
                    case LAST_WAY ->
                        throw new ProblemException(
                                ProblemType.CONFLICT,
                                "Nothing else opens your account. Add another way to sign in first.");
                    case GONE ->
                        throw new ProblemException(ProblemType.NOT_FOUND, "It is removed already, or it is not yours.");
                });
    }
}
