package dev.concierge.server.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Names each request and writes its one line of the access log. The name is always ours: one that a caller could choose would let a caller
 * write into our log and pass off one request as another. The line has the route's template and never the path or query, because a path may
 * hold a one-time ticket and a query a code.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RequestIds extends OncePerRequestFilter {
    /** The header of the answer. */
    public static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = RequestIds.class.getName();
    private static final String MDC_KEY = "requestId";
    private static final Logger access = LoggerFactory.getLogger("access");

    /** The id of this request, the same in the log, the header and the {@code instance} of a problem. */
    public static String of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String id) {
            return id;
        }
        String id = UUID.randomUUID().toString();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long begun = System.nanoTime();
        String id = of(request);
        boolean first = request.getDispatcherType() == DispatcherType.REQUEST;
        MDC.put(MDC_KEY, id);
        if (!response.isCommitted()) {
            response.setHeader(HEADER, id);
        }
        int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        try {
            chain.doFilter(request, response);
            status = response.getStatus();
        } finally {
            if (first) {
                log(request, status, (System.nanoTime() - begun) / 1_000_000);
            }
            MDC.remove(MDC_KEY);
        }
    }

    /** An error that left the chain is answered in a second dispatch, which belongs to the same request. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    private static void log(HttpServletRequest request, int status, long milliseconds) {
        Object template = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        access.info(
                "method={} route={} status={} ms={}",
                method(request.getMethod()),
                template == null ? "none" : template,
                status,
                milliseconds);
    }

    /** Only methods we know: a caller may put anything there. */
    private static String method(String method) {
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method;
            default -> "OTHER";
        };
    }
}
