package dev.concierge.server.identity;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.ProblemAnswers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Signs a program in by the key or access token in its Authorization header (RFC 6750 section 2.1). It counts there and nowhere else; cookies are not
 * looked at. Whatever is wrong with it, the answer is the same; more than one credential in a request is a bad request (section 3.1).
 */
final class BearerFilter extends OncePerRequestFilter {
    /** The query parameter that some clients put tokens into (RFC 6750 section 2.3), which we refuse. */
    private static final Pattern IN_QUERY = Pattern.compile("(?:^|&)access_token=");

    private static final Pattern FORM = Pattern.compile("(?i:Bearer) ([A-Za-z0-9._~+/-]+=*)");

    private final ProgramAuthentication programs;
    private final Visitors visitors;
    private final ProblemAnswers answers;

    BearerFilter(ProgramAuthentication programs, Visitors visitors, ProblemAnswers answers) {
        this.programs = programs;
        this.visitors = visitors;
        this.answers = answers;
    }

    /** Whether the request carries something that wants to be a credential of a program. */
    static boolean isMeant(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null || inQuery(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            CurrentCaller.set(caller(request), request, response);
        } catch (ProblemException e) {
            if (e.type() == ProblemType.UNAUTHENTICATED) {
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            }
            answers.write(request, response, e);
            return;
        }
        chain.doFilter(request, response);
    }

    private Caller caller(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (headers.size() > 1 || (!headers.isEmpty() && inQuery(request))) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST, "The request carries more than one credential. Send one, in the header.");
        }
        Matcher matcher = FORM.matcher(headers.isEmpty() ? "" : headers.getFirst());
        if (!matcher.matches()) {
            throw refused();
        }
        return programs.authenticate(matcher.group(1), visitors.of(request))
                .<Caller>map(program -> program)
                .orElseThrow(BearerFilter::refused);
    }

    private static boolean inQuery(HttpServletRequest request) {
        String query = request.getQueryString();
        return query != null && IN_QUERY.matcher(query).find();
    }

    private static ProblemException refused() {
        return new ProblemException(
                ProblemType.UNAUTHENTICATED, "Send a key or an access token that works, as Authorization: Bearer ….");
    }
}
