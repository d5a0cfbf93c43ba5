package dev.concierge.server.identity.web;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.Authenticators;
import dev.concierge.server.identity.HalfSession;
import dev.concierge.server.identity.SecondStep;
import dev.concierge.server.identity.SessionCookie;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.ReturnCookie;
import dev.concierge.server.web.ReturnPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * {@code /login/second}: all that opens to a half session, besides signing out. Whoever is whole already is led on.
 * Passkeys are {@link SecondPasskeyPages}'.
 */
@Controller
class SecondPages {
    static final String PAGE = "/login/second";

    private static final String WRONG =
            "That code does not fit, or was used already. Wait for the next one, and look whether the clock of your phone is right.";

    private final SecondStep second;
    private final Authenticators authenticators;
    private final SecondViews views;
    private final SessionCookie cookie;
    private final ReturnCookie returns;
    private final Visitors visitors;

    SecondPages(
            SecondStep second,
            Authenticators authenticators,
            SecondViews views,
            SessionCookie cookie,
            ReturnCookie returns,
            Visitors visitors) {
        this.second = second;
        this.authenticators = authenticators;
        this.views = views;
        this.cookie = cookie;
        this.returns = returns;
        this.visitors = visitors;
    }

    @GetMapping(PAGE)
    ModelAndView form(
            @RequestParam(required = false) @Nullable String way,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        return HalfSession.of(request)
                .map(half -> views.page(half, way, to, null))
                .orElseGet(() -> on(to, request, response));
    }

    @PostMapping(PAGE)
    ModelAndView submit(
            @RequestParam String code,
            @RequestParam(required = false) @Nullable String way,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<HalfSession> half = HalfSession.of(request);
        if (half.isEmpty() || half.get().mustEnrol()) {
            return form(way, to, request, response);
        }
        try {
            Optional<Secret> token = second.complete(half.get(), Secret.of(code), visitors.of(request));
            if (token.isEmpty()) {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                return views.page(half.get(), way, to, WRONG);
            }
            cookie.set(response, token.get());
            return on(to, request, response);
        } catch (ProblemException e) {
            return throttled(e, half.get(), way, to, response);
        }
    }

    /** Answers with the page itself: what it shows exists in this answer only. */
    @PostMapping(PAGE + "/enrol")
    ModelAndView enrol(
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<HalfSession> half = HalfSession.of(request);
        if (half.isEmpty() || !maySetUp(half.get())) {
            return form(null, to, request, response);
        }
        return authenticators
                .begin(half.get().person())
                .map(pending -> FactorViews.enrol(pending, enrolForm(to, "", null)))
                .orElseGet(() -> form(null, to, request, response));
    }

    @PostMapping(PAGE + "/confirm")
    ModelAndView confirm(
            @RequestParam UUID id,
            @RequestParam(defaultValue = "") String name,
            @RequestParam String code,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<HalfSession> half = HalfSession.of(request);
        if (half.isEmpty() || !maySetUp(half.get())) {
            return form(null, to, request, response);
        }
        return switch (authenticators.confirm(half.get().person(), id, name, Secret.of(code), visitors.of(request))) {
            case Authenticators.Confirmed.Added added -> {
                cookie.set(response, added.token());
                String next = returns.take(request, response, ReturnPath.of(to)).path();
                yield FactorViews.codes(added.recoveryCodes(), next);
            }
            case Authenticators.Confirmed.WrongCode(Authenticators.Pending pending) -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield FactorViews.enrol(pending, enrolForm(to, name, FactorPages.WRONG_FIRST));
            }
            case Authenticators.Confirmed.Over _ -> views.page(half.get(), null, to, FactorPages.OVER);
        };
    }

    /** On a fresh proof alone, so that a stolen session of somebody who must set one up is no way to. */
    static boolean maySetUp(HalfSession half) {
        return half.mustEnrol() && half.recent();
    }

    private static EnrolView.Form enrolForm(@Nullable String to, String name, @Nullable String error) {
        return new EnrolView.Form(PAGE + "/confirm", ReturnPath.of(to).path(), null, name, error);
    }

    private ModelAndView throttled(
            ProblemException problem,
            HalfSession half,
            @Nullable String way,
            @Nullable String to,
            HttpServletResponse response) {
        Duration wait = problem.retryAfter();
        if (problem.type() != ProblemType.TOO_MANY_REQUESTS || wait == null) {
            throw problem;
        }
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Waits.seconds(wait)));
        return views.page(
                half,
                way,
                to,
                "That was tried too often. Try again " + Waits.words(wait) + ", or use a recovery code.");
    }

    private ModelAndView on(@Nullable String to, HttpServletRequest request, HttpServletResponse response) {
        return new ModelAndView(
                new Redirect(returns.take(request, response, ReturnPath.of(to)).path()));
    }
}
