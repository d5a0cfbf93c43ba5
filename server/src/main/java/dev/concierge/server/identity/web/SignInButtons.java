package dev.concierge.server.identity.web;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.identity.ProviderSignInStart;
import dev.concierge.server.web.Mark;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** The providers one can sign in with, as buttons. */
@Component
@ConditionalOnWebApplication
class SignInButtons {
    private final ProviderSignInStart start;

    SignInButtons(ProviderSignInStart start) {
        this.start = start;
    }

    List<SignInButton> all() {
        return start.offered().stream().map(SignInButtons::button).toList();
    }

    static SignInButton button(Provider provider) {
        return new SignInButton(provider.id(), new Mark(provider.name(), provider.mark()));
    }
}
