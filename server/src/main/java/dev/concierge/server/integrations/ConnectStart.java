package dev.concierge.server.integrations;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.authorization.AuthorizationKind;
import dev.concierge.server.authorization.AuthorizationRequests;
import dev.concierge.server.authorization.StartRequest;
import dev.concierge.server.authorization.Started;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.catalog.ScopeCeilings;
import dev.concierge.server.limits.Limit;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.ClientAddress;
import dev.concierge.server.web.Role;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The way to a provider: an act of a signed-in browser, which alone gets the provider's address. */
@Component
public class ConnectStart {
    private static final String RETURN_PATH = "/integrations";

    private final Catalog catalog;
    private final Registrations registrations;
    private final ScopeCeilings ceilings;
    private final AuthorizationRequests requests;
    private final Integrations integrations;
    private final StoppedEnd stopped;
    private final AuditTrail audit;
    private final Limiter limiter;
    private final Limit trips;

    ConnectStart(
            Catalog catalog,
            Registrations registrations,
            ScopeCeilings ceilings,
            AuthorizationRequests requests,
            Integrations integrations,
            StoppedEnd stopped,
            AuditTrail audit,
            Limiter limiter,
            IntegrationSettings settings) {
        this.catalog = catalog;
        this.registrations = registrations;
        this.ceilings = ceilings;
        this.requests = requests;
        this.integrations = integrations;
        this.stopped = stopped;
        this.audit = audit;
        this.limiter = limiter;
        this.trips = new Limit("connect trips", settings.connectBurst(), Duration.ofSeconds(1));
    }

    /**
     * Begins a new connection.
     *
     * @param asked scopes by name or alias; empty asks for what the catalog says, as far as the role goes
     * @throws ProblemException {@code not-found}, {@code misconfigured} without a registration, {@code scope-ceiling}, {@code too-many-requests}
     */
    public Started connect(Caller.Person person, Departing from, String providerId, Collection<String> asked) {
        admit(from.address());
        return connect(person, from.browser(), providerId, asked);
    }

    /** Begins to renew a connection with what was asked before. @throws ProblemException as {@link #connect} */
    public Started reconnect(Caller.Person person, Departing from, UUID integrationId) {
        admit(from.address());
        return again(AuthorizationKind.RECONNECT, person, from.browser(), integrationId, List.of());
    }

    /**
     * Begins to ask for more: what was asked before and these.
     *
     * @param more empty asks again for what was left out
     * @throws ProblemException as {@link #connect}
     */
    public Started scopes(Caller.Person person, Departing from, UUID integrationId, Collection<String> more) {
        admit(from.address());
        return scopes(person, from.browser(), integrationId, more);
    }

    /** Counts a trip of a network, before anything is used up for it. @throws ProblemException {@code too-many-requests} */
    void admit(ClientAddress address) {
        limiter.take(trips, address.network());
    }

    /** {@link #connect(Caller.Person, Departing, String, Collection)}, for a browser that was admitted. */
    Started connect(Caller.Person person, BrowserId browser, String providerId, Collection<String> asked) {
        Provider provider = catalog.require(providerId);
        return start(AuthorizationKind.CONNECT, person, browser, provider, null, scopes(person, provider, asked));
    }

    /** {@link #scopes(Caller.Person, Departing, UUID, Collection)}, for a browser that was admitted. */
    Started scopes(Caller.Person person, BrowserId browser, UUID integrationId, Collection<String> more) {
        return again(AuthorizationKind.SCOPES, person, browser, integrationId, more);
    }

    /** The scopes that a role may ask for of those a plain Connect asks for, or exactly the asked ones. */
    Set<String> scopes(Caller caller, Provider provider, Collection<String> asked) {
        if (asked.isEmpty()) {
            return within(caller.role(), provider, provider.connectScopes());
        }
        List<String> refused = ceilings.refused(caller.role(), provider, asked);
        if (!refused.isEmpty()) {
            audit.recordAlone(AuditEvent.refused(
                            caller.accountId(),
                            "account:" + caller.accountId(),
                            "integration.start",
                            null,
                            "scope_ceiling")
                    .with("provider", provider.id()));
            throw new ProblemException(
                    ProblemType.SCOPE_CEILING,
                    "Your role may not ask " + provider.name() + " for: " + named(provider, refused) + ".");
        }
        Set<String> scopes = new LinkedHashSet<>(identityScopes(provider));
        scopes.addAll(provider.canonical(asked));
        return scopes;
    }

    /** What the catalog does not know is not repeated: a caller may have put anything there, a key by mistake. */
    private static String named(Provider provider, List<String> scopes) {
        return scopes.stream()
                .map(scope -> provider.scope(scope).isPresent() ? scope : "a scope that the catalog does not have")
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private Started again(
            AuthorizationKind kind,
            Caller.Person person,
            BrowserId browser,
            UUID integrationId,
            Collection<String> more) {
        Integration integration = integrations.requireLive(person.accountId(), integrationId);
        Provider provider = catalog.require(integration.provider());
        Set<String> scopes = new LinkedHashSet<>(within(
                person.role(),
                provider,
                integrations.consent(person.accountId(), integrationId).asked()));
        if (!more.isEmpty()) {
            scopes.addAll(scopes(person, provider, more));
        }
        return start(kind, person, browser, provider, integration, scopes);
    }

    private Started start(
            AuthorizationKind kind,
            Caller.Person person,
            BrowserId browser,
            Provider provider,
            @Nullable Integration integration,
            Set<String> scopes) {
        Registration registration = registrations
                .find(provider.id())
                .orElseThrow(() -> new ProblemException(
                        ProblemType.MISCONFIGURED,
                        provider.name() + " is not set up here yet. Ask your administrator."));
        stopped.hurry(person.accountId(), provider.id());
        return requests.start(new StartRequest(
                kind,
                person.accountId(),
                person.sessionId(),
                integration == null ? null : integration.id(),
                browser,
                provider,
                registration,
                registration.redirectUri(),
                List.copyOf(scopes),
                RETURN_PATH,
                integration == null ? null : integration.upstreamLabel()));
    }

    private Set<String> within(Role role, Provider provider, Collection<String> scopes) {
        Set<String> allowed = new LinkedHashSet<>(scopes);
        allowed.removeAll(ceilings.refused(role, provider, scopes));
        return allowed;
    }

    private static List<String> identityScopes(Provider provider) {
        return provider.connectScopes().stream()
                .filter(name -> provider.scope(name)
                        .filter(scope -> scope.scopeClass() == dev.concierge.server.catalog.ScopeClass.IDENTITY)
                        .isPresent())
                .toList();
    }
}
