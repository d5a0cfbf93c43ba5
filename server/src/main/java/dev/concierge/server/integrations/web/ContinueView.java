package dev.concierge.server.integrations.web;

import dev.concierge.server.web.Mark;
import java.net.URI;
import java.time.Instant;

/**
 * Answer to a connect, reconnect or scopes POST without htmx, template {@code integrations/continue}: one link to the provider, because
 * {@code form-action 'self'} forbids a redirect there from a form. With htmx the answer is {@code HX-Redirect} and no page.
 *
 * @param provider where the link goes; http or https
 * @param expiresAt until when the trip can be finished
 */
public record ContinueView(Mark mark, URI provider, Instant expiresAt) {
    public ContinueView {
        if (!"https".equals(provider.getScheme()) && !"http".equals(provider.getScheme())) {
            throw new IllegalArgumentException("the provider's address is a web address");
        }
    }
}
