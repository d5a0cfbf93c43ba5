package dev.concierge.server.identity;

import dev.concierge.server.catalog.Provider;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Knows {@link OfferedWays}. */
@Component
public class SignInOffer {
    private final ProviderSignInStart providers;
    private final AccountMail mail;

    SignInOffer(ProviderSignInStart providers, AccountMail mail) {
        this.providers = providers;
        this.mail = mail;
    }

    /** As it is now. Inside a transaction of an account or outside of any; administration, which may not read registrations, asks before it opens its own. */
    public OfferedWays now() {
        return new OfferedWays(
                providers.offered().stream().map(Provider::id).collect(Collectors.toUnmodifiableSet()), mail.offered());
    }
}
