package dev.concierge.server.identity.web;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.KnownBrowsers;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.web.Action;
import dev.concierge.server.web.ReturnPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** {@code /link/stranger}: "this wasn't me", of a mail that told of a new browser. */
@Controller
class StrangerPages {
    private static final String PAGE = "/link/stranger" + LinkPages.TOKEN;

    private final KnownBrowsers browsers;
    private final Visitors visitors;

    StrangerPages(KnownBrowsers browsers, Visitors visitors) {
        this.browsers = browsers;
        this.visitors = visitors;
    }

    @GetMapping(PAGE)
    ModelAndView question(@PathVariable String token, HttpServletResponse response) {
        return browsers.peek(Secret.of(token))
                .map(told -> page(new LinkView(
                        "Was that not you?",
                        List.of(
                                (told.device().isEmpty() ? "A browser" : told.device())
                                        + " signed in to your account. Press, and everybody is signed out: every browser and every program, yours too.",
                                "Your password stops working, too, and we send you a link to choose a new one."),
                        true,
                        LinkView.Form.press("This wasn’t me"),
                        List.of(Action.link("It was me", "/")))))
                .orElseGet(() -> over(response));
    }

    @PostMapping(PAGE)
    ModelAndView stop(@PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
        return browsers.stop(Secret.of(token), visitors.of(request))
                ? new ModelAndView(new Redirect(After.STRANGER.loginPath(ReturnPath.HOME)))
                : over(response);
    }

    private static ModelAndView over(HttpServletResponse response) {
        response.setStatus(HttpStatus.BAD_REQUEST.value());
        return page(LinkView.over(
                "It worked once, for 7 days. Nothing was changed by it now. Your devices are under Security.",
                Action.link("Sign in", "/login?to=/security"),
                Action.link("Forgot your password?", "/forgot")));
    }

    private static ModelAndView page(LinkView view) {
        return new ModelAndView("identity/link", "view", view);
    }
}
