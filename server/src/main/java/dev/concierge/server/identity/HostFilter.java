package dev.concierge.server.identity;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.ProblemAnswers;
import dev.concierge.server.web.PublicUrl;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers only under our own name: the Host header must be that of {@code PUBLIC_URL}. Nothing else is read, no forwarded host either. Health
 * may also be asked at the listener itself, by a loopback name and port, for the load balancer's and the operator's sake.
 */
final class HostFilter extends OncePerRequestFilter {
    private static final Set<String> HEALTH = Set.of("/health", "/api/health");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final PublicUrl publicUrl;
    private final ProblemAnswers answers;

    HostFilter(PublicUrl publicUrl, ProblemAnswers answers) {
        this.publicUrl = publicUrl;
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isOurs(request)) {
            chain.doFilter(request, response);
        } else {
            answers.write(
                    request,
                    response,
                    new ProblemException(ProblemType.MISDIRECTED, "This server does not answer under that name."));
        }
    }

    private boolean isOurs(HttpServletRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        if (host == null) {
            return false;
        }
        String named = host.toLowerCase(Locale.ROOT);
        String usualPort = publicUrl.secure() ? ":443" : ":80";
        return named.equals(publicUrl.authority())
                || named.equals(publicUrl.authority() + usualPort)
                || isHealthAtTheListener(request, named);
    }

    private static boolean isHealthAtTheListener(HttpServletRequest request, String named) {
        String port = ":" + request.getLocalPort();
        return HEALTH.contains(request.getRequestURI())
                && named.endsWith(port)
                && LOOPBACK.contains(named.substring(0, named.length() - port.length()));
    }
}
