package dev.concierge.server.identity;

import dev.concierge.server.web.PublicUrl;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A second lock beside the form check (K-05): what changes something and says that it comes from another origin, or hides where it comes from, is
 * refused. Browsers say so by Origin (RFC 6454 section 7) and Sec-Fetch-Site (Fetch Metadata); a program without either needs the form check alone.
 */
final class SameOriginFilter extends OncePerRequestFilter {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OURS = Set.of("same-origin", "none");
    private static final String FETCH_SITE = "Sec-Fetch-Site";

    private final PublicUrl publicUrl;
    private final RequestMatcher exempt;
    private final AccessDeniedHandler refused;

    SameOriginFilter(PublicUrl publicUrl, RequestMatcher exempt, AccessDeniedHandler refused) {
        this.publicUrl = publicUrl;
        this.exempt = exempt;
        this.refused = refused;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SAFE.contains(request.getMethod()) || exempt.matches(request) || isOurs(request)) {
            chain.doFilter(request, response);
        } else {
            refused.handle(request, response, new ForeignOriginException());
        }
    }

    private boolean isOurs(HttpServletRequest request) {
        List<String> origins = Collections.list(request.getHeaders(HttpHeaders.ORIGIN));
        List<String> sites = Collections.list(request.getHeaders(FETCH_SITE));
        boolean originFits = origins.isEmpty() || origins.equals(List.of(publicUrl.origin()));
        boolean siteFits = sites.isEmpty() || (sites.size() == 1 && OURS.contains(sites.getFirst()));
        return originFits && siteFits;
    }

    /** The request says that another site sent it. */
    static final class ForeignOriginException extends AccessDeniedException {
        private static final long serialVersionUID = 1L;

        ForeignOriginException() {
            super("another origin");
        }
    }
}
