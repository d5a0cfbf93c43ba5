package dev.concierge.server.identity.web;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.AddressUndo;
import dev.concierge.server.identity.LinkSignIn;
import dev.concierge.server.identity.PasswordReset;
import dev.concierge.server.identity.SessionCookie;
import dev.concierge.server.identity.SignInOutcome;
import dev.concierge.server.identity.SignUp;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.web.Action;
import dev.concierge.server.web.BrowserCookie;
import dev.concierge.server.web.ReturnCookie;
import dev.concierge.server.web.ReturnPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Links of mails that work without being signed in: a new password, an address that comes back, a sign-in. A GET shows a page and takes nothing, so
 * scanners of mails burn none.
 */
@Controller
class LinkPages {
    static final String TOKEN = "/{token:[A-Za-z0-9_-]{43}}";

    private static final String RESET = "/link/reset";
    private static final String UNDO = "/link/undo";
    private static final String SIGN_IN = "/link/sign-in";

    private final PasswordReset reset;
    private final AddressUndo undo;
    private final LinkSignIn signIn;
    private final SessionCookie cookie;
    private final BrowserCookie browsers;
    private final ReturnCookie returns;
    private final Visitors visitors;

    LinkPages(
            PasswordReset reset,
            AddressUndo undo,
            LinkSignIn signIn,
            SessionCookie cookie,
            BrowserCookie browsers,
            ReturnCookie returns,
            Visitors visitors) {
        this.reset = reset;
        this.undo = undo;
        this.signIn = signIn;
        this.cookie = cookie;
        this.browsers = browsers;
        this.returns = returns;
        this.visitors = visitors;
    }

    @GetMapping(RESET + TOKEN)
    ModelAndView resetForm(@PathVariable String token, HttpServletResponse response) {
        return reset.isGood(Secret.of(token)) ? newPassword(null) : resetOver(response);
    }

    @PostMapping(RESET + TOKEN)
    ModelAndView reset(
            @PathVariable String token,
            @RequestParam String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (reset.set(Secret.of(token), Secret.of(password), visitors.of(request))) {
            case PasswordReset.Outcome.Set _ -> {
                cookie.clear(response);
                yield new ModelAndView(new Redirect(After.PASSWORD_SET.loginPath(ReturnPath.HOME)));
            }
            case PasswordReset.Outcome.Unfit unfit -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield newPassword(unfit.fault());
            }
            case PasswordReset.Outcome.Over _ -> resetOver(response);
        };
    }

    @GetMapping(UNDO + TOKEN)
    ModelAndView undoForm(@PathVariable String token, HttpServletResponse response) {
        return undo.peek(Secret.of(token))
                .map(email -> page(new LinkView(
                        "Take your address back?",
                        List.of(
                                "Your account goes by " + email + " again.",
                                "Everybody is signed out, all API keys end, and the password no longer works. We send you a link to choose a new one."),
                        true,
                        LinkView.Form.press("Take my address back"),
                        List.of(Action.link("Leave it as it is", "/")))))
                .orElseGet(() -> undoOver(response));
    }

    @PostMapping(UNDO + TOKEN)
    ModelAndView undo(@PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
        return switch (undo.undo(Secret.of(token), visitors.of(request))) {
            case UNDONE -> {
                cookie.clear(response);
                yield new ModelAndView(new Redirect(After.ADDRESS_BACK.loginPath(ReturnPath.HOME)));
            }
            case TAKEN ->
                over(
                        response,
                        "Another account has that address by now, so it can’t come back by itself. Your administrator can help.",
                        Action.link("Sign in", "/login"));
            case OVER -> undoOver(response);
        };
    }

    @GetMapping(SIGN_IN + TOKEN)
    ModelAndView signInForm(@PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
        return switch (signIn.look(Secret.of(token), browsers.find(request))) {
            case GOOD ->
                page(new LinkView(
                        "Sign in",
                        List.of("You asked for this link in this browser. One press and you are in."),
                        true,
                        LinkView.Form.press("Sign in"),
                        List.of()));
            case OTHER_BROWSER -> otherBrowser(response);
            case OVER -> signInOver(response);
        };
    }

    @PostMapping(SIGN_IN + TOKEN)
    ModelAndView signIn(@PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
        if (signIn.look(Secret.of(token), browsers.find(request)) == LinkSignIn.Standing.OTHER_BROWSER) {
            return otherBrowser(response);
        }
        Optional<SignInOutcome.Started> started = signIn.enter(
                Secret.of(token),
                browsers.ensure(request, response),
                SignInPages.replaced(request),
                visitors.of(request));
        if (started.isEmpty()) {
            return signInOver(response);
        }
        cookie.set(response, started.get().token());
        return new ModelAndView(
                new Redirect(returns.take(request, response, ReturnPath.HOME).path()));
    }

    private static ModelAndView newPassword(@Nullable String fault) {
        return page(new LinkView(
                "Choose a new password",
                List.of("Afterwards every device is signed out, and you sign in with the new one."),
                true,
                new LinkView.Form("Set password", true, fault, SignUp.PASSWORD_LEAST),
                List.of()));
    }

    private static ModelAndView resetOver(HttpServletResponse response) {
        return over(
                response,
                "It worked once, for 30 minutes, until a newer one was sent, or until your password or address changed. Nothing was changed by it now.",
                Action.link("Ask for a new link", "/forgot"),
                Action.link("Sign in", "/login"));
    }

    private static ModelAndView undoOver(HttpServletResponse response) {
        return over(
                response,
                "It worked once, for 72 hours. Nothing was changed by it now. Your administrator can help.",
                Action.link("Sign in", "/login"));
    }

    private static ModelAndView signInOver(HttpServletResponse response) {
        return over(
                response,
                "It worked once, for 10 minutes, until a newer one was sent. Nobody was signed in by it now.",
                Action.link("Ask for a new link", "/login/link"),
                Action.link("Sign in another way", "/login"));
    }

    private static ModelAndView otherBrowser(HttpServletResponse response) {
        response.setStatus(HttpStatus.BAD_REQUEST.value());
        return page(new LinkView(
                "Open it where you asked for it",
                List.of(
                        "This link signs in only the browser in which it was asked for. There it still works.",
                        "To sign in here, ask for a link here."),
                false,
                null,
                List.of(
                        Action.link("Ask for a link here", "/login/link"),
                        Action.link("Sign in another way", "/login"))));
    }

    private static ModelAndView over(HttpServletResponse response, String line, Action... next) {
        response.setStatus(HttpStatus.BAD_REQUEST.value());
        return page(LinkView.over(line, next));
    }

    private static ModelAndView page(LinkView view) {
        return new ModelAndView("identity/link", "view", view);
    }
}
