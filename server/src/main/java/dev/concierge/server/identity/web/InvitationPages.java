package dev.concierge.server.identity.web;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.InvitedSignUp;
import dev.concierge.server.identity.SignUp;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.web.Action;
import dev.concierge.server.web.ReturnPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /link/invitation/{token}}: making the account one was invited to. Looking takes nothing (a scanner of mails looks too). */
@Controller
class InvitationPages {
    private static final String PAGE = "/link/invitation/{token:[A-Za-z0-9_-]{43}}";

    private final InvitedSignUp invited;
    private final Visitors visitors;

    InvitationPages(InvitedSignUp invited, Visitors visitors) {
        this.invited = invited;
        this.visitors = visitors;
    }

    @GetMapping(PAGE)
    ModelAndView form(@PathVariable String token, HttpServletResponse response) {
        return page(Secret.of(token), "", null, null, response);
    }

    @PostMapping(PAGE)
    ModelAndView accept(
            @PathVariable String token,
            @RequestParam String name,
            @RequestParam String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        Secret link = Secret.of(token);
        return switch (invited.accept(link, name, Secret.of(password), visitors.of(request))) {
            case InvitedSignUp.Outcome.Made _ ->
                new ModelAndView(new Redirect(After.INVITED.loginPath(ReturnPath.HOME)));
            case InvitedSignUp.Outcome.Unfit unfit -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield page(link, name, unfit.name(), unfit.password(), response);
            }
            case InvitedSignUp.Outcome.Over _ -> over(response);
        };
    }

    private ModelAndView page(
            Secret token,
            String name,
            @Nullable String nameError,
            @Nullable String passwordError,
            HttpServletResponse response) {
        Optional<InvitedSignUp.Invited> found = invited.peek(token);
        return found.isEmpty()
                ? over(response)
                : new ModelAndView(
                        "identity/invitation",
                        "view",
                        new InvitationView(
                                found.get().email(),
                                found.get().role().title().toLowerCase(Locale.ROOT),
                                name,
                                nameError,
                                passwordError,
                                SignUp.PASSWORD_LEAST));
    }

    private static ModelAndView over(HttpServletResponse response) {
        response.setStatus(HttpStatus.BAD_REQUEST.value());
        return new ModelAndView(
                "identity/link",
                "view",
                LinkView.over(
                        "An invitation works once, for seven days, until a newer one is sent or it is taken back. If you made your account already, sign in.",
                        Action.link("Sign in", "/login")));
    }
}
