package dev.concierge.server.identity.web;

import dev.concierge.server.web.Htmx;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.View;

/** Leads to a path of ours: 303 (RFC 9110 section 15.4.4), or {@code HX-Redirect} for htmx, which would follow a 303 inside the page. */
record Redirect(String path) implements View {
    @Override
    public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response) {
        response.setHeader(HttpHeaders.VARY, "HX-Request");
        if (Htmx.wantsPart(request)) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            Htmx.redirect(response, path);
        } else {
            response.setStatus(HttpStatus.SEE_OTHER.value());
            response.setHeader(HttpHeaders.LOCATION, path);
        }
    }
}
