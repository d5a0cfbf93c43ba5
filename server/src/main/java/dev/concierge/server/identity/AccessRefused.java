package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.ProblemAnswers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * What a request gets whose form check fails, that another site sent, or that is not allowed. Somebody who is not signed in, at an address that needs
 * it, is sent to sign in instead: usually the session just ended.
 */
final class AccessRefused implements AccessDeniedHandler {
    private final SignInEntry entry;
    private final RequestMatcher open;
    private final Refusals refusals;
    private final Visitors visitors;
    private final ProblemAnswers answers;

    AccessRefused(
            SignInEntry entry, RequestMatcher open, Refusals refusals, Visitors visitors, ProblemAnswers answers) {
        this.entry = entry;
        this.open = open;
        this.refusals = refusals;
        this.visitors = visitors;
        this.answers = answers;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        Optional<Caller> caller = CurrentCaller.get();
        boolean foreign = denied instanceof SameOriginFilter.ForeignOriginException;
        if (caller.isEmpty() && !foreign && !open.matches(request)) {
            entry.commence(request, response, null);
            return;
        }
        boolean forged = foreign || denied instanceof CsrfException;
        try {
            refusals.write(event(caller, forged, foreign), visitors.of(request));
        } catch (ProblemException e) {
            answers.write(request, response, e);
            return;
        }
        answers.write(
                request,
                response,
                forged
                        ? new ProblemException(ProblemType.FORGED, "Load the page again and repeat what you did.")
                        : new ProblemException(ProblemType.FORBIDDEN, "You may not do this."));
    }

    private static AuditEvent event(Optional<Caller> caller, boolean forged, boolean foreign) {
        String actor = caller.map(Caller::actor).orElse("anonymous");
        String reason = foreign ? "another origin" : forged ? "form check" : "not allowed";
        return AuditEvent.refused(
                caller.map(Caller::accountId).orElse(null),
                actor,
                forged ? "request.forged" : "request.forbidden",
                null,
                reason);
    }
}
