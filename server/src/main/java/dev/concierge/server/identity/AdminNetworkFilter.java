package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.AdminNetworks;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.ProblemAnswers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Keeps administration, pages and API, for clients of the allowed networks. Whoever asks from elsewhere hears the same, whoever they are. */
final class AdminNetworkFilter extends OncePerRequestFilter {
    private final RequestMatcher administration = PublicPaths.administration();
    private final AdminNetworks networks;
    private final Refusals refusals;
    private final Visitors visitors;
    private final ProblemAnswers answers;

    AdminNetworkFilter(AdminNetworks networks, Refusals refusals, Visitors visitors, ProblemAnswers answers) {
        this.networks = networks;
        this.refusals = refusals;
        this.visitors = visitors;
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (networks.admit(request) || !administration.matches(request)) {
            chain.doFilter(request, response);
            return;
        }
        try {
            Optional<Caller> caller = CurrentCaller.get();
            refusals.write(
                    AuditEvent.refused(
                            caller.map(Caller::accountId).orElse(null),
                            caller.map(Caller::actor).orElse("anonymous"),
                            "administration.reach",
                            null,
                            "network"),
                    visitors.of(request));
            answers.write(
                    request,
                    response,
                    new ProblemException(ProblemType.FORBIDDEN, "Administration is not reached from this network."));
        } catch (ProblemException e) {
            answers.write(request, response, e);
        }
    }
}
