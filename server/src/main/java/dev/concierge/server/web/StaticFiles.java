package dev.concierge.server.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Hands out {@link Assets}. With the right version in the query the answer may be kept for a year (RFC 8246 {@code immutable}); without or
 * with another one for an hour, so that an old page of a release just replaced still finds its stylesheet.
 */
@ConditionalOnWebApplication
@Controller
final class StaticFiles {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String AN_HOUR = "public, max-age=3600";

    private final Assets assets;

    StaticFiles(Assets assets) {
        this.assets = assets;
    }

    @GetMapping({"/assets/{name}", "/marks/{name}"})
    void file(HttpServletRequest request, HttpServletResponse response) throws IOException {
        StaticFile file = assets.find(request.getRequestURI())
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such file."));
        String tag = "W/\"" + file.version() + "\"";
        response.setHeader(HttpHeaders.ETAG, tag);
        response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        response.setHeader(
                HttpHeaders.CACHE_CONTROL, file.version().equals(request.getParameter("v")) ? FOR_EVER : AN_HOUR);
        if (tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        boolean gzip = acceptsGzip(request);
        if (gzip) {
            response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        response.setContentType(file.type());
        response.setContentLength(file.length(gzip));
        file.writeTo(response.getOutputStream(), gzip);
    }

    private static boolean acceptsGzip(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && accepted.matches("(?i).*\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
    }
}
