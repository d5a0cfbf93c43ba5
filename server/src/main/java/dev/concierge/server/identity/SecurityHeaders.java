package dev.concierge.server.identity;

import dev.concierge.server.web.PublicUrl;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.header.HeaderWriter;

/**
 * What every answer says to the browser: only our own scripts, styles and pictures, no frames, no sniffing, no referrer for others, and
 * from a page whose path holds a one-time secret none of the path for ourselves either (it would stand in an access log), nothing kept in caches unless the answer said otherwise.
 */
final class SecurityHeaders implements HeaderWriter {
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                    + "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy", CONTENT_POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy",
                    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()");
    /** Where a path holds a ticket or a link's token. */
    private static final List<String> ONE_TIME = List.of("/connect/", "/link/");

    private static final String A_YEAR = "max-age=31536000";

    private final boolean https;

    SecurityHeaders(PublicUrl publicUrl) {
        this.https = publicUrl.secure();
    }

    @Override
    public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
        ALWAYS.forEach(response::setHeader);
        response.setHeader("Referrer-Policy", referrerPolicy(request.getRequestURI()));
        if (https) {
            response.setHeader("Strict-Transport-Security", A_YEAR);
        }
        if (!response.containsHeader(HttpHeaders.CACHE_CONTROL)) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    /** Not {@code no-referrer}: Chromium would send {@code Origin: null} with our own forms. */
    private static String referrerPolicy(String path) {
        return ONE_TIME.stream().anyMatch(path::startsWith) ? "strict-origin" : "same-origin";
    }
}
