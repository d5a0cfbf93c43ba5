package dev.concierge.server.identity;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.web.ProblemAnswers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** Signs a browser in by its session cookie, for this request. A cookie that opens nothing any more is taken back. */
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
            Optional<SessionRow> session = cookie.read(request).flatMap(finder::find);
            session.ifPresent(found -> CurrentCaller.set(found.caller(), request, response));
            if (session.isEmpty() && cookie.isPresent(request)) {
                cookie.clear(response);
            }
        } catch (ProblemException e) {
            answers.write(request, response, e);
            return;
        }
        chain.doFilter(request, response);
    }
}
