package dev.concierge.server.identity;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Htmx;
import dev.concierge.server.web.ProblemAnswers;
import dev.concierge.server.web.PublicUrl;
import dev.concierge.server.web.ReturnCookie;
import dev.concierge.server.web.ReturnPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/**
 * What somebody gets who must sign in first: a browser goes to the sign-in page (halfway in, to where that is completed) and comes back afterwards (a secret
 * path by cookie, not by its address); htmx is told to load that page, so that
 * it does not swap it into another; a program gets 401.
 */
final class SignInEntry implements AuthenticationEntryPoint {
    /** Where a sign-in that a first factor began is completed. */
    static final String SECOND = "/login/second";

    /** Where somebody who asked to delete their account says whether they keep it. */
    static final String LEAVING = "/leaving";

    private final PublicUrl publicUrl;
    private final ProblemAnswers answers;
    private final ReturnCookie returns;

    SignInEntry(PublicUrl publicUrl, ProblemAnswers answers, ReturnCookie returns) {
        this.publicUrl = publicUrl;
        this.answers = answers;
        this.returns = returns;
    }

    @Override
    public void commence(
            HttpServletRequest request, HttpServletResponse response, @Nullable AuthenticationException unused)
            throws IOException {
        response.addHeader(HttpHeaders.VARY, "HX-Request");
        if (Htmx.wantsPart(request)) {
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
            Htmx.redirect(response, signIn(request, returns.hide(response, returnOfHtmx(request))));
        } else if (PublicPaths.isApi(request)) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            answers.write(request, response, new ProblemException(ProblemType.UNAUTHENTICATED, detail(request)));
        } else {
            response.setStatus(HttpStatus.SEE_OTHER.value());
            response.setHeader(HttpHeaders.LOCATION, signIn(request, returns.hide(response, returnOfPage(request))));
        }
    }

    private static String detail(HttpServletRequest request) {
        if (LeavingSession.of(request).isPresent()) {
            return "This account is being deleted: say at " + LEAVING + " whether you keep it.";
        }
        return HalfSession.of(request).isPresent()
                ? "The sign-in is not finished: a second factor is asked for at " + SECOND + "."
                : "Sign in first.";
    }

    private static String signIn(HttpServletRequest request, ReturnPath to) {
        if (LeavingSession.of(request).isPresent()) {
            return LEAVING;
        }
        String page = HalfSession.of(request).isPresent() ? SECOND : "/login";
        return to.equals(ReturnPath.HOME) ? page : page + "?to=" + URLEncoder.encode(to.path(), StandardCharsets.UTF_8);
    }

    private static ReturnPath returnOfPage(HttpServletRequest request) {
        if (!request.getMethod().equals("GET")) {
            return ReturnPath.HOME;
        }
        String query = request.getQueryString();
        return ReturnPath.of(request.getRequestURI() + (query == null ? "" : "?" + query));
    }

    /** htmx says which page it works on. */
    private ReturnPath returnOfHtmx(HttpServletRequest request) {
        String page = request.getHeader("HX-Current-URL");
        return page != null && page.startsWith(publicUrl.origin() + "/")
                ? ReturnPath.of(page.substring(publicUrl.origin().length()))
                : ReturnPath.HOME;
    }
}
