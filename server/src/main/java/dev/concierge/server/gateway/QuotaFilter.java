package dev.concierge.server.gateway;

import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.limits.QuotaSubject;
import dev.concierge.server.limits.Quotas;
import dev.concierge.server.limits.Standing;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.ProblemAnswers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Counts every API call of a bearer caller for its account, its key or sign-in and, where the address names an integration of the caller's, for that and its
 * provider. Each answer says where the caller stands; a refused one says when to come back.
 */
@ConditionalOnWebApplication
@Component
@Order(1)
final class QuotaFilter extends OncePerRequestFilter {
    static final String POLICY = "RateLimit-Policy";
    static final String LIMIT = "RateLimit";

    private static final Pattern INTEGRATION =
            Pattern.compile("/api/v1/oauth/integrations/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/.*)?");

    private final Quotas quotas;
    private final Integrations integrations;
    private final ProblemAnswers answers;

    QuotaFilter(Quotas quotas, Integrations integrations, ProblemAnswers answers) {
        this.quotas = quotas;
        this.integrations = integrations;
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Caller.Program> caller = Bearers.caller();
        if (caller.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        try {
            admit(caller.get(), request, response);
        } catch (ProblemException e) {
            answers.write(request, response, e);
            return;
        }
        chain.doFilter(request, response);
    }

    private void admit(Caller.Program caller, HttpServletRequest request, HttpServletResponse response) {
        Quotas.Outcome outcome = quotas.take(counted(caller, request));
        if (!outcome.standings().isEmpty()) {
            response.setHeader(POLICY, Standing.policies(outcome.standings()));
            response.setHeader(LIMIT, Standing.limits(outcome.standings()));
        }
        switch (outcome) {
            case Quotas.Outcome.Admitted _ -> {}
            case Quotas.Outcome.Refused refused ->
                throw new ProblemException(
                                ProblemType.TOO_MANY_REQUESTS,
                                "The limit " + refused.spent().policy() + " is used up: "
                                        + refused.spent().rate().quota() + " calls in "
                                        + refused.spent().rate().window().toSeconds() + " s. Nothing was done.")
                        .with("policy", refused.spent().policy())
                        .retryAfter(refused.retryAfter());
        }
    }

    private List<Quotas.Counted> counted(Caller.Program caller, HttpServletRequest request) {
        String account = caller.accountId().toString();
        List<Quotas.Counted> counted = new ArrayList<>(4);
        counted.add(new Quotas.Counted(QuotaSubject.ACCOUNT, account));
        counted.add(
                new Quotas.Counted(QuotaSubject.CALLER, caller.credentialId().toString()));
        integration(caller, request).ifPresent(integration -> {
            counted.add(new Quotas.Counted(QuotaSubject.PROVIDER, account + ' ' + integration.provider()));
            counted.add(new Quotas.Counted(
                    QuotaSubject.INTEGRATION, integration.id().toString()));
        });
        return counted;
    }

    /** Empty also for one that is not the caller's, which the endpoint refuses. */
    private Optional<Integration> integration(Caller.Program caller, HttpServletRequest request) {
        Matcher path = INTEGRATION.matcher(request.getRequestURI());
        return path.matches()
                ? integrations.find(caller.accountId(), UUID.fromString(path.group(1)))
                : Optional.empty();
    }
}
