package dev.concierge.server.identity;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.web.ProblemAnswers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Signs a browser in by its session cookie, for this request. A session that waits for a second factor, or whose person leaves, signs nobody in; it is only
 * kept beside the request. A cookie that opens nothing any more is taken back.
 */
final class SessionFilter extends OncePerRequestFilter {
    private final SessionFinder finder;
    private final SessionCookie cookie;
    private final ProblemAnswers answers;

    SessionFilter(SessionFinder finder, SessionCookie cookie, ProblemAnswers answers) {
        this.finder = finder;
        this.cookie = cookie;
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            SessionFinder.Found found =
                    cookie.read(request).map(finder::find).orElseGet(SessionFinder.Found.Nothing::new);
            switch (found) {
                case SessionFinder.Found.Whole(SessionRow session) ->
                    CurrentCaller.set(session.caller(), request, response);
                case SessionFinder.Found.Half(HalfSession half) -> half.keepIn(request);
                case SessionFinder.Found.Leaving(LeavingSession leaving) -> leaving.keepIn(request);
                case SessionFinder.Found.Nothing _ -> forget(request, response);
            }
        } catch (ProblemException e) {
            answers.write(request, response, e);
            return;
        }
        chain.doFilter(request, response);
    }

    private void forget(HttpServletRequest request, HttpServletResponse response) {
        if (cookie.isPresent(request)) {
            cookie.clear(response);
        }
    }
}
