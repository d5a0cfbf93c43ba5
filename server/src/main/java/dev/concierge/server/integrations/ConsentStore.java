package dev.concierge.server.integrations;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.authorization.AuthorizationRequest;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.identity.Account;
import dev.concierge.server.identity.Accounts;
import dev.concierge.server.identity.Sessions;
import dev.concierge.server.oauth.Choosable;
import dev.concierge.server.vault.PendingTokens;
import dev.concierge.server.vault.Vault;
import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Stores what came back from a provider: grant, integration, consent and audit in one transaction. What needs the person's word first waits in
 * {@code pending_grants}.
 */
@Component
class ConsentStore {
    private static final Duration WAITS = Duration.ofMinutes(15);

    /** What a person is asked. */
    private record Question(
            PendingGrant.Kind kind, @Nullable UUID integrationId, List<Choosable> options) {}

    /** Whose integration it is, who connects it, and whether that was long ago in an older installation. */
    private record By(UUID accountId, String actor, boolean imported) {
        static By of(Caller.Person person) {
            return new By(person.accountId(), "person:" + person.accountId(), false);
        }

        String action() {
            return imported ? "integration.import" : "integration.connect";
        }
    }

    private final AccountScope accounts;
    private final Accounts people;
    private final Sessions sessions;
    private final Vault vault;
    private final PendingTokens pendingTokens;
    private final StoppedEnd stopped;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final Clock clock;

    ConsentStore(
            AccountScope accounts,
            Accounts people,
            Sessions sessions,
            Vault vault,
            PendingTokens pendingTokens,
            StoppedEnd stopped,
            Notifications notifications,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Ids ids,
            Clock clock) {
        this.accounts = accounts;
        this.people = people;
        this.sessions = sessions;
        this.vault = vault;
        this.pendingTokens = pendingTokens;
        this.stopped = stopped;
        this.notifications = notifications;
        this.audit = audit;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * {@link #storeOrAsk(JdbcClient, Caller.Person, UUID, BrowserId, Upstream)} in a transaction of its own.
     *
     * @return empty when the account is disabled or the session over by now; nothing is stored then, and the tokens are the caller's to discard
     */
    Optional<ConnectOutcome> storeOrAsk(
            Caller.Person person, AuthorizationRequest request, BrowserId browser, Upstream upstream) {
        return whileActive(person, jdbc -> storeOrAsk(jdbc, person, request.integrationId(), browser, upstream));
    }

    /**
     * Why nothing of this person's is stored any more, inside the caller's transaction: the session was asked before the provider was, which may be long ago. It may
     * have been ended since by the owner of the account's address (C-05), who waits now until the transaction is over.
     *
     * @return empty when it is stored
     */
    Optional<TripRefusal> over(Caller.Person person) {
        if (people.find(person.accountId()).filter(Account::active).isEmpty()) {
            return Optional.of(TripRefusal.ACCOUNT_DISABLED);
        }
        return sessions.staysAlive(person.sessionId(), person.accountId())
                ? Optional.empty()
                : Optional.of(TripRefusal.NOT_YOURS);
    }

    /** A word for the trail. */
    static String code(TripRefusal over) {
        return over == TripRefusal.ACCOUNT_DISABLED ? "account_disabled" : "session";
    }

    private Optional<ConnectOutcome> whileActive(Caller.Person person, Function<JdbcClient, ConnectOutcome> store) {
        return accounts.call(
                person.accountId(), jdbc -> over(person).isEmpty() ? Optional.of(store.apply(jdbc)) : Optional.empty());
    }

    /**
     * Asks which of several things is to be connected. A reconnect of one of them asks nothing: it is that one again.
     *
     * @param options two or more
     * @return empty as of {@link #storeOrAsk(Caller.Person, AuthorizationRequest, BrowserId, Upstream)}
     */
    Optional<ConnectOutcome> choose(
            Caller.Person person,
            AuthorizationRequest request,
            BrowserId browser,
            Upstream upstream,
            List<Choosable> options) {
        return whileActive(person, jdbc -> {
            Optional<Integration> target = target(jdbc, request.integrationId());
            Optional<Upstream> again = target.flatMap(integration -> options.stream()
                    .map(upstream::choosing)
                    .filter(one -> one.subject().value().equals(integration.upstreamSubject()))
                    .findFirst());
            if (again.isPresent()) {
                return storeOrAsk(jdbc, person, request.integrationId(), browser, again.get());
            }
            UUID of = target.map(Integration::id).orElse(null);
            return ask(jdbc, person, browser, new Question(PendingGrant.Kind.CHOICE, of, options), upstream);
        });
    }

    /**
     * Stores, or asks: a reconnect that comes back as another account, and less allowed than asked, are the person's to decide. An account at the
     * provider that is connected already is that integration with new consent, never a second one. Inside the caller's transaction.
     *
     * @param integrationId what was to be reconnected; null for a new connection
     */
    ConnectOutcome storeOrAsk(
            JdbcClient jdbc, Caller.Person person, @Nullable UUID integrationId, BrowserId browser, Upstream upstream) {
        Optional<Integration> same = IntegrationRepository.liveByUpstream(
                jdbc, upstream.provider().id(), upstream.subject().value());
        Optional<Integration> target = target(jdbc, integrationId);
        if (target.isPresent() && same.isEmpty()) {
            UUID of = target.get().id();
            return ask(jdbc, person, browser, new Question(PendingGrant.Kind.OTHER_ACCOUNT, of, List.of()), upstream);
        }
        if (upstream.shortfall()) {
            UUID of = same.map(Integration::id).orElse(null);
            return ask(jdbc, person, browser, new Question(PendingGrant.Kind.SHORTFALL, of, List.of()), upstream);
        }
        return store(jdbc, person, upstream);
    }

    private static Optional<Integration> target(JdbcClient jdbc, @Nullable UUID integrationId) {
        return Optional.ofNullable(integrationId)
                .flatMap(id -> IntegrationRepository.lock(jdbc, id))
                .filter(found -> found.state() != IntegrationState.DISCONNECTED);
    }

    /** Stores as the integration of that upstream account, or as a new one. Inside the caller's transaction. */
    ConnectOutcome.Connected store(JdbcClient jdbc, Caller.Person person, Upstream upstream) {
        return IntegrationRepository.liveByUpstream(
                        jdbc, upstream.provider().id(), upstream.subject().value())
                .map(existing -> renew(jdbc, person, existing, upstream))
                .orElseGet(() -> create(jdbc, By.of(person), upstream));
    }

    /**
     * Stores what an older installation held, as a new integration. Inside the caller's transaction.
     *
     * @return empty when that account at the provider is connected already; then nothing was changed
     */
    Optional<UUID> storeImported(JdbcClient jdbc, UUID accountId, Upstream upstream) {
        String subject = upstream.subject().value();
        return IntegrationRepository.liveByUpstream(jdbc, upstream.provider().id(), subject)
                        .isPresent()
                ? Optional.empty()
                : Optional.of(create(jdbc, new By(accountId, "operator", true), upstream)
                        .integrationId());
    }

    /** Puts the account that came back in the place of the one that was there. Inside the caller's transaction. */
    ConnectOutcome.Connected replace(JdbcClient jdbc, Caller.Person person, Integration target, Upstream upstream) {
        UUID grantId = vault.open(
                person.accountId(),
                upstream.provider(),
                upstream.registration().id(),
                upstream.subject(),
                upstream.granted(),
                upstream.tokens());
        return connected(jdbc, By.of(person), target, grantId, upstream, false);
    }

    private ConnectOutcome.Connected renew(
            JdbcClient jdbc, Caller.Person person, Integration existing, Upstream upstream) {
        UUID grantId = java.util.Objects.requireNonNull(existing.grantId());
        stopped.end(jdbc, person.accountId(), grantId);
        vault.reconsent(grantId, upstream.granted(), upstream.tokens());
        return connected(jdbc, By.of(person), existing, grantId, upstream, false);
    }

    private ConnectOutcome.Connected create(JdbcClient jdbc, By by, Upstream upstream) {
        UUID grantId = vault.open(
                by.accountId(),
                upstream.provider(),
                upstream.registration().id(),
                upstream.subject(),
                upstream.granted(),
                upstream.tokens());
        Integration fresh = new Integration(
                ids.next(),
                by.accountId(),
                grantId,
                upstream.provider().id(),
                IntegrationState.ACTIVE,
                null,
                upstream.of().name(),
                upstream.subject().value(),
                upstream.of().label(),
                upstream.of().chosenId(),
                clock.instant(),
                null,
                Map.of());
        IntegrationRepository.insert(jdbc, fresh);
        return connected(jdbc, by, fresh, grantId, upstream, true);
    }

    private ConnectOutcome.Connected connected(
            JdbcClient jdbc, By by, Integration integration, UUID grantId, Upstream upstream, boolean first) {
        IntegrationRepository.activate(jdbc, integration.id(), grantId, upstream);
        Consent consent =
                new Consent(upstream.asked(), upstream.granted(), upstream.beyond(), clock.instant(), by.imported());
        IntegrationRepository.addConsent(jdbc, ids.next(), integration, consent);
        notifications.changed(integration.id());
        audit.record(AuditEvent.done(by.accountId(), by.actor(), by.action(), "integration:" + integration.id())
                .with("provider", upstream.provider().id())
                .with("first", Boolean.toString(first))
                .with("granted", Integer.toString(upstream.granted().size()))
                .with("withheld", Integer.toString(consent.withheld().size()))
                .with("beyond", Integer.toString(consent.beyond().size())));
        events.publishEvent(new IntegrationConnected(
                by.accountId(), integration.id(), grantId, upstream.provider().id(), upstream.granted(), first));
        return new ConnectOutcome.Connected(integration.id(), first);
    }

    private ConnectOutcome ask(
            JdbcClient jdbc, Caller.Person person, BrowserId browser, Question question, Upstream upstream) {
        UUID id = ids.next();
        Instant now = clock.instant();
        PendingGrantRepository.insert(
                jdbc,
                person.accountId(),
                browser,
                new PendingGrant(
                        id,
                        question.kind(),
                        upstream.provider().id(),
                        upstream.registration().id(),
                        question.integrationId(),
                        upstream.of(),
                        question.options(),
                        upstream.asked(),
                        upstream.granted(),
                        upstream.beyond(),
                        pendingTokens.seal(upstream.tokens(), id, person.accountId()),
                        now,
                        now.plus(WAITS)));
        audit.record(AuditEvent.done(
                        person.accountId(), "person:" + person.accountId(), "integration.choice", "pending:" + id)
                .with("provider", upstream.provider().id())
                .with("kind", question.kind().word()));
        return new ConnectOutcome.Choose(id);
    }
}
