package dev.concierge.server.identity.web;

import dev.concierge.server.identity.LinkSignIn;
import dev.concierge.server.identity.PasswordReset;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.identity.web.ForgotView.Kind;
import dev.concierge.server.identity.web.ForgotView.State;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.BrowserCookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /forgot} and {@code /login/link}: a mail with a link for whoever has the address. The answer never tells whether anybody does (J-03). */
@Controller
class ForgotPages {
    private static final String NO_ADDRESS = "Write one e-mail address, like anna@example.org.";

    private final PasswordReset reset;
    private final LinkSignIn signIn;
    private final BrowserCookie browsers;
    private final Visitors visitors;

    ForgotPages(PasswordReset reset, LinkSignIn signIn, BrowserCookie browsers, Visitors visitors) {
        this.reset = reset;
        this.signIn = signIn;
        this.browsers = browsers;
        this.visitors = visitors;
    }

    @GetMapping("/forgot")
    ModelAndView forgot() {
        return form(Kind.RESET, "");
    }

    @PostMapping("/forgot")
    ModelAndView ask(@RequestParam String email, HttpServletRequest request, HttpServletResponse response) {
        return answer(Kind.RESET, email, response, () -> reset.ask(email, null, visitors.of(request)));
    }

    @GetMapping("/login/link")
    ModelAndView link() {
        return form(Kind.SIGN_IN, "");
    }

    @PostMapping("/login/link")
    ModelAndView askLink(@RequestParam String email, HttpServletRequest request, HttpServletResponse response) {
        return answer(
                Kind.SIGN_IN,
                email,
                response,
                () -> signIn.ask(email, browsers.ensure(request, response), visitors.of(request)));
    }

    private ModelAndView answer(Kind kind, String email, HttpServletResponse response, BooleanSupplier ask) {
        if (!reset.offered()) {
            return form(kind, email);
        }
        try {
            if (ask.getAsBoolean()) {
                return page(new ForgotView(kind, "", null, null, State.ASKED));
            }
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(new ForgotView(kind, email, NO_ADDRESS, null, State.FORM));
        } catch (ProblemException e) {
            return throttled(kind, email, response, e);
        }
    }

    private ModelAndView throttled(Kind kind, String email, HttpServletResponse response, ProblemException problem) {
        Duration wait = problem.retryAfter();
        if (problem.type() != ProblemType.TOO_MANY_REQUESTS || wait == null) {
            throw problem;
        }
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Waits.seconds(wait)));
        String words =
                "That was asked for often just now. Look into the mailbox first, and into its spam folder; or ask again "
                        + Waits.words(wait) + ".";
        return page(new ForgotView(kind, email, null, words, State.FORM));
    }

    private ModelAndView form(Kind kind, @Nullable String email) {
        return page(new ForgotView(
                kind, email == null ? "" : email, null, null, reset.offered() ? State.FORM : State.NO_MAIL));
    }

    private static ModelAndView page(ForgotView view) {
        return new ModelAndView("identity/forgot", "view", view);
    }
}
