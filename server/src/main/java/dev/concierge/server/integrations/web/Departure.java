package dev.concierge.server.integrations.web;

import dev.concierge.server.authorization.Started;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.web.Htmx;
import dev.concierge.server.web.Mark;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.ModelAndView;

/**
 * Sends a browser to a provider. htmx is told where to go; without script the answer is a page of ours with one link, because
 * {@code form-action 'self'} forbids a redirect from a form to another site.
 */
final class Departure {
    private Departure() {}

    /** @return a {@link ResponseEntity} for htmx, a {@link ModelAndView} otherwise */
    static Object to(Started started, Provider provider, HttpServletRequest request) {
        if (Htmx.wantsPart(request)) {
            return ResponseEntity.noContent()
                    .header("HX-Redirect", started.authorizationUrl().toString())
                    .build();
        }
        return new ModelAndView(
                "integrations/continue",
                "view",
                new ContinueView(mark(provider), started.authorizationUrl(), started.expiresAt()));
    }

    static Mark mark(Provider provider) {
        return new Mark(provider.name(), provider.mark());
    }
}
