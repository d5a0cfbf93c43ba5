package dev.concierge.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.http.HttpHeaders;

/** The form in which a problem is told. */
enum AnswerForm {
    JSON,
    PAGE,
    PART;

    /**
     * A browser that navigates names {@code text/html}, also at an API path (a callback is one). htmx asks for a part. Everything else, and what
     * asks for JSON, is a program.
     */
    static AnswerForm of(HttpServletRequest request) {
        if (Htmx.wantsPart(request)) {
            return PART;
        }
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        String accepted = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
        return accepted.contains("text/html") ? PAGE : JSON;
    }
}
