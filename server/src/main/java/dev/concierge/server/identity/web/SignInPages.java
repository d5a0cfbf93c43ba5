package dev.concierge.server.identity.web;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.HalfSession;
import dev.concierge.server.identity.LeavingSession;
import dev.concierge.server.identity.PasskeyOptions;
import dev.concierge.server.identity.PasskeySignIn;
import dev.concierge.server.identity.SessionCookie;
import dev.concierge.server.identity.SignIn;
import dev.concierge.server.identity.SignInOutcome;
import dev.concierge.server.identity.SignUp;
import dev.concierge.server.identity.SignUpPolicy;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.BrowserCookie;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.ReturnCookie;
import dev.concierge.server.web.ReturnPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;

/** {@code /login} and {@code /logout}. */
@Controller
class SignInPages {
    private static final String DOES_NOT_FIT = "That e-mail and password don’t match.";
    private static final String NO_PASSKEY =
            "That passkey does not open an account here. Try another one, or sign in another way.";

    private final SignIn signIn;
    private final PasskeySignIn passkeys;
    private final SignUp signUp;
    private final SignInButtons buttons;
    private final SessionCookie cookie;
    private final BrowserCookie browsers;
    private final ReturnCookie returns;
    private final Visitors visitors;

    SignInPages(
            SignIn signIn,
            PasskeySignIn passkeys,
            SignUp signUp,
            SignInButtons buttons,
            SessionCookie cookie,
            BrowserCookie browsers,
            ReturnCookie returns,
            Visitors visitors) {
        this.signIn = signIn;
        this.passkeys = passkeys;
        this.signUp = signUp;
        this.buttons = buttons;
        this.cookie = cookie;
        this.browsers = browsers;
        this.returns = returns;
        this.visitors = visitors;
    }

    /** The form; somebody who is signed in goes on to where the form would have led, but first learns why another sign-in came to nothing. */
    @GetMapping("/login")
    ModelAndView form(
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String problem,
            HttpServletRequest request,
            HttpServletResponse response) {
        ReturnPath path = ReturnPath.of(to);
        String stopped = Stops.sentence(problem);
        if (person() != null && stopped == null) {
            return redirect(returns.take(request, response, path));
        }
        return page("", stopped, After.notice(after), path);
    }

    @PostMapping("/login")
    ModelAndView submit(
            @RequestParam String email,
            @RequestParam String password,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        ReturnPath path = ReturnPath.of(to);
        SignInOutcome outcome = signIn.withPassword(
                email,
                Secret.of(password),
                browsers.ensure(request, response),
                replaced(request),
                visitors.of(request));
        return switch (outcome) {
            case SignInOutcome.Started started -> {
                cookie.set(response, started.token());
                yield redirect(returns.take(request, response, path));
            }
            case SignInOutcome.Refused _ -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield page(email, DOES_NOT_FIT, null, path);
            }
            case SignInOutcome.Throttled(Duration wait) -> throttled(email, wait, path, response);
        };
    }

    /** For the script: what to ask whatever passkeys the browser has. */
    @PostMapping("/login/passkey/options")
    @ResponseBody
    PasskeyOptions.Request options(HttpServletRequest request, HttpServletResponse response) {
        return passkeys.begin(browsers.ensure(request, response), visitors.of(request));
    }

    @PostMapping("/login/passkey")
    ModelAndView passkey(
            @RequestParam String credential,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        ReturnPath path = ReturnPath.of(to);
        try {
            Optional<SignInOutcome.Started> started = passkeys.enter(
                    credential, browsers.ensure(request, response), replaced(request), visitors.of(request));
            if (started.isEmpty()) {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                return page("", NO_PASSKEY, null, path);
            }
            cookie.set(response, started.get().token());
            return redirect(returns.take(request, response, path));
        } catch (ProblemException e) {
            Duration wait = e.retryAfter();
            if (e.type() != ProblemType.TOO_MANY_REQUESTS || wait == null) {
                throw e;
            }
            return throttled("", wait, path, response);
        }
    }

    @PostMapping("/logout")
    ModelAndView out(HttpServletRequest request, HttpServletResponse response) {
        Caller.Person leaving = replaced(request);
        if (leaving != null) {
            signIn.out(leaving, visitors.of(request));
        }
        cookie.clear(response);
        return new ModelAndView(new Redirect(After.SIGNED_OUT.loginPath(ReturnPath.HOME)));
    }

    private ModelAndView throttled(String email, Duration wait, ReturnPath path, HttpServletResponse response) {
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Waits.seconds(wait)));
        return page(email, "That was tried too often. Try again " + Waits.words(wait) + ".", null, path);
    }

    private ModelAndView page(String email, @Nullable String error, @Nullable String notice, ReturnPath to) {
        return new ModelAndView(
                "identity/sign-in",
                "view",
                new SignInView(
                        email,
                        error,
                        notice,
                        to.path(),
                        buttons.all(),
                        passkeys.offered(),
                        signUp.policy() == SignUpPolicy.OPEN));
    }

    private static ModelAndView redirect(ReturnPath path) {
        return new ModelAndView(new Redirect(path.path()));
    }

    /** Whose session a new sign-in in this browser ends, or signing out does: it may be one that waits for a second factor. */
    static Caller.@Nullable Person replaced(HttpServletRequest request) {
        return HalfSession.of(request)
                .map(HalfSession::person)
                .or(() -> LeavingSession.of(request).map(LeavingSession::person))
                .orElseGet(SignInPages::person);
    }

    private static Caller.@Nullable Person person() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Caller.Person person ? person : null;
    }
}
