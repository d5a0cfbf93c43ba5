package dev.concierge.server.identity.web;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/one-button}: GET {@code /auth/login/{provider}}, a page with one button, because a link from elsewhere must not begin a
 * sign-in; and the answer of the POST without htmx, a page with one link, because {@code form-action 'self'} forbids a redirect there from a form.
 *
 * @param returnTo for the hidden field {@code to}
 * @param provider where the link goes, http or https; null before the button was pressed
 * @param expiresAt until when the trip can be finished; null before it began
 */
public record OneButtonView(
        SignInButton button,
        String returnTo,
        @Nullable URI provider,
        @Nullable Instant expiresAt) {
    public OneButtonView {
        if (provider != null && !"https".equals(provider.getScheme()) && !"http".equals(provider.getScheme())) {
            throw new IllegalArgumentException("the provider's address is a web address");
        }
    }

    @Override
    public String toString() {
        return "OneButtonView[" + button.id() + "]";
    }
}
