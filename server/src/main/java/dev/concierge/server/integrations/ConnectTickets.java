package dev.concierge.server.integrations;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.authorization.AuthorizationKind;
import dev.concierge.server.authorization.Started;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.ServiceAccounts;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.PublicUrl;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A bearer caller has no browser, so its "authorize" is a one-time page of ours, which the person opens, reads and starts by a POST. Looking at
 * it burns nothing, so a preview or a link scanner does no harm; the POST takes it.
 */
@Component
public class ConnectTickets {
    private static final Duration LIFE = Duration.ofMinutes(10);

    /** Where to send the person, and until when. */
    public record Issued(URI authorizationUrl, Instant expiresAt) {
        /** Without the address: it carries the ticket. */
        @Override
        public String toString() {
            return "Issued[until " + expiresAt + "]";
        }
    }

    private final AccountScope accounts;
    private final AuthScope auth;
    private final ConnectTicketRepository repository;
    private final ConnectStart start;
    private final Integrations integrations;
    private final Catalog catalog;
    private final Registrations registrations;
    private final PublicUrl publicUrl;
    private final RandomSecrets secrets;
    private final AuditTrail audit;
    private final ServiceAccounts services;
    private final Ids ids;
    private final Clock clock;
    private final int mostOpen;

    ConnectTickets(
            AccountScope accounts,
            AuthScope auth,
            ConnectTicketRepository repository,
            ConnectStart start,
            Integrations integrations,
            Catalog catalog,
            Registrations registrations,
            PublicUrl publicUrl,
            RandomSecrets secrets,
            AuditTrail audit,
            ServiceAccounts services,
            Ids ids,
            Clock clock,
            IntegrationSettings settings) {
        this.accounts = accounts;
        this.auth = auth;
        this.repository = repository;
        this.start = start;
        this.integrations = integrations;
        this.catalog = catalog;
        this.registrations = registrations;
        this.publicUrl = publicUrl;
        this.secrets = secrets;
        this.audit = audit;
        this.services = services;
        this.ids = ids;
        this.clock = clock;
        this.mostOpen = settings.openTickets();
    }

    /** A page where the account's person may connect. @throws ProblemException as {@link ConnectStart#connect}, and for too many open pages */
    public Issued connect(Caller caller, String providerId, Collection<String> asked) {
        Provider provider = catalog.require(providerId);
        if (caller instanceof Caller.Key key && services.isService(key.accountId())) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "A service account has nobody who could sign in at the page. Use a key of the person who connects.");
        }
        if (registrations.find(providerId).isEmpty()) {
            throw new ProblemException(ProblemType.MISCONFIGURED, provider.name() + " is not set up here yet.");
        }
        return issue(
                caller,
                AuthorizationKind.CONNECT,
                providerId,
                null,
                List.copyOf(start.scopes(caller, provider, asked)));
    }

    /** A page where the account's person may renew an integration, or allow it more. @throws ProblemException as {@link ConnectStart#scopes} */
    public Issued again(Caller caller, AuthorizationKind kind, UUID integrationId, Collection<String> more) {
        Integration integration = integrations.requireLive(caller.accountId(), integrationId);
        if (!more.isEmpty()) {
            start.scopes(caller, catalog.require(integration.provider()), more);
        }
        return issue(caller, kind, integration.provider(), integrationId, List.copyOf(more));
    }

    /** Whose page it is, before anybody has signed in; empty when there is no such page any more. */
    public Optional<UUID> accountOf(Secret ticket) {
        return auth.call(jdbc -> repository.accountOf(jdbc, ticket, clock.instant()));
    }

    /** The page's content for its person. */
    public Optional<ConnectTicket> look(Caller.Person person, Secret ticket) {
        return accounts.call(person.accountId(), jdbc -> repository.find(jdbc, ticket, clock.instant()));
    }

    /** Takes the ticket, once, and begins the trip. @throws ProblemException {@code flow-refused} when it is gone, {@code too-many-requests} */
    public Started take(Caller.Person person, Departing from, Secret ticket) {
        start.admit(from.address());
        ConnectTicket taken = accounts.call(person.accountId(), jdbc -> {
            ConnectTicket found = repository
                    .take(jdbc, ticket, clock.instant())
                    .orElseThrow(() -> new ProblemException(
                            ProblemType.FLOW_REFUSED,
                            "This link was used already, is older than ten minutes, or is for somebody else."));
            audit.record(AuditEvent.done(
                    person.accountId(), "person:" + person.accountId(), "ticket.take", "ticket:" + found.id()));
            return found;
        });
        return taken.integrationId() == null
                ? start.connect(person, from.browser(), taken.provider(), taken.scopes())
                : start.scopes(person, from.browser(), taken.integrationId(), taken.scopes());
    }

    private void refuseTooMany(ConnectTicketRepository.Open open, Instant now) {
        if (open.count() >= mostOpen) {
            throw new ProblemException(
                            ProblemType.TOO_MANY_REQUESTS,
                            "The person has " + open.count()
                                    + " links that nobody has opened. Have one opened, or wait until one has ended.")
                    .retryAfter(Duration.between(now, Objects.requireNonNull(open.firstEnd())));
        }
    }

    private Issued issue(
            Caller caller,
            AuthorizationKind kind,
            String providerId,
            @Nullable UUID integrationId,
            List<String> scopes) {
        Secret ticket = secrets.next();
        Instant now = clock.instant();
        ConnectTicket issued = new ConnectTicket(
                ids.next(), caller.accountId(), kind, providerId, integrationId, scopes, caller.name(), now.plus(LIFE));
        accounts.run(caller.accountId(), jdbc -> {
            refuseTooMany(repository.open(jdbc, caller.accountId(), now), now);
            repository.insert(jdbc, ticket, issued, now);
            audit.record(AuditEvent.done(caller.accountId(), caller.actor(), "ticket.issue", "ticket:" + issued.id())
                    .with("provider", providerId)
                    .with("kind", kind.name().toLowerCase(Locale.ROOT)));
        });
        return new Issued(URI.create(publicUrl.origin() + "/connect/" + ticket.reveal()), issued.expiresAt());
    }
}
