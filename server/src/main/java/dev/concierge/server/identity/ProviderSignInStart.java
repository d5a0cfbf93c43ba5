package dev.concierge.server.identity;

import dev.concierge.server.authorization.AuthorizationKind;
import dev.concierge.server.authorization.AuthorizationRequests;
import dev.concierge.server.authorization.StartRequest;
import dev.concierge.server.authorization.Started;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.catalog.Use;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.ReturnPath;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The way to a provider to sign in there: an act of a browser, which alone gets the provider's address. */
@Component
public class ProviderSignInStart {
    private static final int LONGEST_PATH = 512;

    private final Catalog catalog;
    private final Registrations registrations;
    private final AuthorizationRequests requests;
    private final Limiter limiter;
    private final SignInLimits limits;

    ProviderSignInStart(
            Catalog catalog,
            Registrations registrations,
            AuthorizationRequests requests,
            Limiter limiter,
            SignInLimits limits) {
        this.catalog = catalog;
        this.registrations = registrations;
        this.requests = requests;
        this.limiter = limiter;
        this.limits = limits;
    }

    /** Providers that are good enough to sign in with and have a client of ours, by id. Never waits for one of them. */
    public List<Provider> offered() {
        return catalog.all().stream().filter(this::offers).toList();
    }

    /** @throws ProblemException {@code not-found} for one that is not offered, {@code provider-unavailable} while it cannot be described */
    public Provider require(String providerId) {
        Provider provider = catalog.require(providerId);
        if (!offers(provider)) {
            throw new ProblemException(
                    ProblemType.NOT_FOUND, "Signing in with " + provider.name() + " is not offered here.");
        }
        return provider;
    }

    /**
     * Begins a trip.
     *
     * @param to where the browser goes once signed in
     * @param again whether somebody is signed in here, who shall prove themselves at the provider once more where it can tell (J-14)
     * @throws ProblemException as {@link #require}, and {@code too-many-requests} for a browser or network that began too many
     */
    public Started start(String providerId, BrowserId browser, ReturnPath to, boolean again, Visitor visitor) {
        String path = to.path().length() > LONGEST_PATH ? ReturnPath.HOME.path() : to.path();
        return start(AuthorizationKind.SIGN_IN, null, providerId, browser, path, again, visitor);
    }

    /**
     * Begins a trip that joins a provider to the account of somebody who is signed in, and proved it afresh.
     *
     * @param path where the browser goes at the end
     * @throws ProblemException as {@link #start}
     */
    public Started link(Caller.Person person, String providerId, BrowserId browser, String path, Visitor visitor) {
        return start(AuthorizationKind.LINK, person, providerId, browser, path, false, visitor);
    }

    private Started start(
            AuthorizationKind kind,
            Caller.@Nullable Person person,
            String providerId,
            BrowserId browser,
            String path,
            boolean again,
            Visitor visitor) {
        Provider provider = require(providerId);
        limiter.take(limits.trips(), visitor.address().network());
        Registration registration =
                registrations.find(provider.id(), Use.SIGN_IN).orElseThrow();
        return requests.start(new StartRequest(
                kind,
                person == null ? null : person.accountId(),
                person == null ? null : person.sessionId(),
                null,
                browser,
                provider,
                registration,
                registrations.signInRedirectUri(provider.id()),
                provider.asking().signIn().scopes(),
                path,
                again,
                null));
    }

    private boolean offers(Provider provider) {
        return provider.asking().signIn().offered()
                && registrations.find(provider.id(), Use.SIGN_IN).isPresent();
    }
}
