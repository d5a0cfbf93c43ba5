package dev.concierge.server.identity.web;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.HalfSession;
import dev.concierge.server.identity.PasskeyOptions;
import dev.concierge.server.identity.PasskeyStep;
import dev.concierge.server.identity.Passkeys;
import dev.concierge.server.identity.SessionCookie;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.BrowserCookie;
import dev.concierge.server.web.ReturnCookie;
import dev.concierge.server.web.ReturnPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;

/** Passkeys at {@code /login/second}: one that completes a sign-in, and one that is set up there by somebody who must have a second factor. */
@Controller
class SecondPasskeyPages {
    private static final String PAGE = SecondPages.PAGE;
    private static final String WAY = "passkey";
    private static final String REFUSED = "That passkey was refused. Try again, or use another way.";

    private final PasskeyStep step;
    private final Passkeys passkeys;
    private final PasskeyViews add;
    private final SecondViews views;
    private final SessionCookie cookie;
    private final BrowserCookie browsers;
    private final ReturnCookie returns;
    private final Visitors visitors;

    SecondPasskeyPages(
            PasskeyStep step,
            Passkeys passkeys,
            PasskeyViews add,
            SecondViews views,
            SessionCookie cookie,
            BrowserCookie browsers,
            ReturnCookie returns,
            Visitors visitors) {
        this.step = step;
        this.passkeys = passkeys;
        this.add = add;
        this.views = views;
        this.cookie = cookie;
        this.browsers = browsers;
        this.returns = returns;
        this.visitors = visitors;
    }

    /** For the script: what to ask the person's passkeys. */
    @PostMapping(PAGE + "/passkey-options")
    @ResponseBody
    PasskeyOptions.Request options(HttpServletRequest request, HttpServletResponse response) {
        HalfSession half = HalfSession.of(request)
                .filter(one -> !one.mustEnrol())
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "Nothing more is asked for."));
        return step.begin(half.person(), browsers.ensure(request, response));
    }

    @PostMapping(PAGE + "/passkey")
    ModelAndView submit(
            @RequestParam String credential,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<HalfSession> half = HalfSession.of(request);
        if (half.isEmpty()) {
            return on(to, request, response);
        }
        Optional<Secret> token = half.get().mustEnrol()
                ? Optional.empty()
                : step.complete(half.get(), credential, browsers.ensure(request, response), visitors.of(request));
        if (token.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return views.page(half.get(), WAY, to, REFUSED);
        }
        cookie.set(response, token.get());
        return on(to, request, response);
    }

    /** Answers with the page itself: its challenge is good for minutes. */
    @PostMapping(PAGE + "/passkey-new")
    ModelAndView begin(
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<HalfSession> half = HalfSession.of(request);
        if (half.isEmpty()) {
            return on(to, request, response);
        }
        return SecondPages.maySetUp(half.get())
                ? addPage(half.get(), to, null, request, response)
                : views.page(half.get(), null, to, null);
    }

    @PostMapping(PAGE + "/passkey-add")
    ModelAndView add(
            @RequestParam(defaultValue = "") String name,
            @RequestParam String credential,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<HalfSession> half = HalfSession.of(request);
        if (half.isEmpty()) {
            return on(to, request, response);
        }
        if (!SecondPages.maySetUp(half.get())) {
            return views.page(half.get(), null, to, null);
        }
        return switch (passkeys.add(
                half.get().person(), name, credential, browsers.ensure(request, response), visitors.of(request))) {
            case Passkeys.Added.Done done -> {
                cookie.set(response, done.token());
                String next = returns.take(request, response, ReturnPath.of(to)).path();
                yield FactorViews.codes(done.recoveryCodes(), next);
            }
            case Passkeys.Added.Refused _ -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield addPage(half.get(), to, PasskeyViews.REFUSED, request, response);
            }
            case Passkeys.Added.Over _ -> views.page(half.get(), null, to, PasskeyViews.OVER);
        };
    }

    private ModelAndView addPage(
            HalfSession half,
            @Nullable String to,
            @Nullable String error,
            HttpServletRequest request,
            HttpServletResponse response) {
        return passkeys.begin(half.person(), browsers.ensure(request, response))
                .map(options -> add.add(
                        options, PAGE + "/passkey-add", ReturnPath.of(to).path(), null, error))
                .orElseGet(() -> views.page(half, null, to, null));
    }

    private ModelAndView on(@Nullable String to, HttpServletRequest request, HttpServletResponse response) {
        return new ModelAndView(
                new Redirect(returns.take(request, response, ReturnPath.of(to)).path()));
    }
}
