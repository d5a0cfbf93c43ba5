package dev.concierge.server.identity.web;

import dev.concierge.server.authorization.CallbackForms;
import dev.concierge.server.authorization.Started;
import dev.concierge.server.catalog.Authorization.ResponseMode;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.HalfSession;
import dev.concierge.server.identity.ProviderSignIn;
import dev.concierge.server.identity.ProviderSignInOutcome;
import dev.concierge.server.identity.ProviderSignInOutcome.Why;
import dev.concierge.server.identity.ProviderSignInStart;
import dev.concierge.server.identity.SessionCookie;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.web.BrowserCookie;
import dev.concierge.server.web.Htmx;
import dev.concierge.server.web.ReturnCookie;
import dev.concierge.server.web.ReturnPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Signing in through a provider: the way there and the way back. Every way back ends with a 303 to a clean path, in or not, so that no code and no
 * state stays in an address.
 */
@Controller
class ProviderSignInPages {
    private final ProviderSignInStart start;
    private final ProviderSignIn signIn;
    private final CallbackForms forms;
    private final SessionCookie cookie;
    private final BrowserCookie browsers;
    private final ReturnCookie returns;
    private final Visitors visitors;

    ProviderSignInPages(
            ProviderSignInStart start,
            ProviderSignIn signIn,
            CallbackForms forms,
            SessionCookie cookie,
            BrowserCookie browsers,
            ReturnCookie returns,
            Visitors visitors) {
        this.start = start;
        this.signIn = signIn;
        this.forms = forms;
        this.cookie = cookie;
        this.browsers = browsers;
        this.returns = returns;
        this.visitors = visitors;
    }

    /** Begins nothing: another site can make a browser come here. */
    @GetMapping("/auth/login/{provider}")
    ModelAndView button(@PathVariable String provider, @RequestParam(required = false) @Nullable String to) {
        SignInButton button = SignInButtons.button(start.require(provider));
        return page(new OneButtonView(button, ReturnPath.of(to).path(), null, null));
    }

    /** @return a {@link ResponseEntity} for htmx, a {@link ModelAndView} otherwise */
    @PostMapping("/auth/login/{provider}")
    Object leave(
            @PathVariable String provider,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        ReturnPath path = returns.hide(response, ReturnPath.of(to));
        boolean again =
                SignInPages.replaced(request) != null || HalfSession.of(request).isPresent();
        Started started = start.start(provider, browsers.ensure(request, response), path, again, visitors.of(request));
        if (Htmx.wantsPart(request)) {
            return ResponseEntity.noContent()
                    .header("HX-Redirect", started.authorizationUrl().toString())
                    .build();
        }
        SignInButton button = SignInButtons.button(start.require(provider));
        return page(new OneButtonView(button, path.path(), started.authorizationUrl(), started.expiresAt()));
    }

    @GetMapping("/auth/callback/{provider}")
    ModelAndView callback(
            @PathVariable String provider,
            @RequestParam MultiValueMap<String, String> parameters,
            HttpServletRequest request,
            HttpServletResponse response) {
        return cleanly(() -> completed(provider, parameters, request, response));
    }

    /** The POST comes from the provider's site without our cookies: it only puts the parameters away, for a GET of ours where the cookies are. */
    @PostMapping(path = "/auth/callback/{provider}", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ModelAndView posted(@PathVariable String provider, @RequestParam MultiValueMap<String, String> parameters) {
        return cleanly(() -> {
            Provider known = start.require(provider);
            Optional<Secret> handle = known.authorization().responseMode() == ResponseMode.FORM_POST
                    ? forms.keep(known.id(), parameters)
                    : Optional.empty();
            return handle.map(kept -> resumePath(known, kept)).orElseGet(() -> Stops.loginPath(Why.REFUSED));
        });
    }

    @GetMapping("/auth/callback/{provider}/resume")
    ModelAndView resume(
            @PathVariable String provider,
            @RequestParam String handle,
            HttpServletRequest request,
            HttpServletResponse response) {
        return cleanly(() -> forms.take(provider, handle)
                .map(parameters -> completed(provider, parameters, request, response))
                .orElseGet(() -> Stops.loginPath(Why.REFUSED)));
    }

    private String completed(
            String provider,
            Map<String, List<String>> parameters,
            HttpServletRequest request,
            HttpServletResponse response) {
        var returned = new ProviderSignIn.Returned(
                browsers.find(request), SignInPages.replaced(request), visitors.of(request));
        return switch (signIn.complete(provider, parameters, returned)) {
            case ProviderSignInOutcome.Started started -> {
                cookie.set(response, started.token());
                yield returns.take(request, response, ReturnPath.of(started.returnPath()))
                        .path();
            }
            case ProviderSignInOutcome.Linked(String path) -> path;
            case ProviderSignInOutcome.Stopped(Why why) -> Stops.loginPath(why);
        };
    }

    private static String resumePath(Provider provider, Secret handle) {
        return UriComponentsBuilder.fromPath("/auth/callback/" + provider.id() + "/resume")
                .queryParam("handle", handle.reveal())
                .build()
                .toUriString();
    }

    /** A problem is no page here: it would stand under an address with a code in it. */
    private static ModelAndView cleanly(Supplier<String> path) {
        String next;
        try {
            next = path.get();
        } catch (ProblemException e) {
            next = Stops.loginPath(
                    switch (e.type()) {
                        case PROVIDER_UNAVAILABLE, UNAVAILABLE -> Why.PROVIDER_UNAVAILABLE;
                        case TOO_MANY_REQUESTS -> Why.THROTTLED;
                        default -> Why.REFUSED;
                    });
        }
        return new ModelAndView(new Redirect(next));
    }

    private static ModelAndView page(OneButtonView view) {
        return new ModelAndView("identity/one-button", "view", view);
    }
}
