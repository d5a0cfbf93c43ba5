package dev.concierge.server.identity.web;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.SignUp;
import dev.concierge.server.identity.SignUpOutcome;
import dev.concierge.server.identity.SignUpPolicy;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.web.ReturnCookie;
import dev.concierge.server.web.ReturnPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /signup}. Parameters other than its own (a role, an id) are not looked at (L-01). */
@Controller
class SignUpPages {
    private final SignUp signUp;
    private final SignInButtons buttons;
    private final ReturnCookie returns;
    private final Visitors visitors;

    SignUpPages(SignUp signUp, SignInButtons buttons, ReturnCookie returns, Visitors visitors) {
        this.signUp = signUp;
        this.buttons = buttons;
        this.returns = returns;
        this.visitors = visitors;
    }

    @GetMapping("/signup")
    ModelAndView form(@RequestParam(required = false) @Nullable String to) {
        return page("", "", new SignUpOutcome.Unfit(null, null, null), null, ReturnPath.of(to));
    }

    @PostMapping("/signup")
    ModelAndView submit(
            @RequestParam String name,
            @RequestParam String email,
            @RequestParam String password,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        ReturnPath path = returns.hide(response, ReturnPath.of(to));
        SignUpOutcome outcome = signUp.withPassword(name, email, Secret.of(password), visitors.of(request));
        return switch (outcome) {
            case SignUpOutcome.Ready _ -> new ModelAndView(new Redirect(After.SIGNED_UP.loginPath(path)));
            case SignUpOutcome.Unfit unfit -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield page(name, email, unfit, null, path);
            }
            case SignUpOutcome.Closed _ -> {
                response.setStatus(HttpStatus.FORBIDDEN.value());
                yield page("", "", new SignUpOutcome.Unfit(null, null, null), null, path);
            }
            case SignUpOutcome.Throttled throttled -> {
                response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
                response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Waits.seconds(throttled.retryAfter())));
                String wait = "Many accounts were made from your network. Try again "
                        + Waits.words(throttled.retryAfter()) + ".";
                yield page(name, email, new SignUpOutcome.Unfit(null, null, null), wait, path);
            }
        };
    }

    private ModelAndView page(
            String name, String email, SignUpOutcome.Unfit unfit, @Nullable String error, ReturnPath to) {
        SignUpView view = new SignUpView(
                policy(),
                signUp.policy() == SignUpPolicy.OPEN ? buttons.all() : List.of(),
                String.join(" or ", new TreeSet<>(signUp.domains())),
                name,
                email,
                unfit.name(),
                unfit.email(),
                unfit.password(),
                error,
                to.path(),
                SignUp.PASSWORD_LEAST);
        return new ModelAndView("identity/sign-up", "view", view);
    }

    private SignUpView.Policy policy() {
        return switch (signUp.policy()) {
            case OPEN -> signUp.withPasswordOffered() ? SignUpView.Policy.OPEN : SignUpView.Policy.DOMAINS;
            case INVITE -> SignUpView.Policy.INVITE;
            case CLOSED -> SignUpView.Policy.CLOSED;
        };
    }
}
