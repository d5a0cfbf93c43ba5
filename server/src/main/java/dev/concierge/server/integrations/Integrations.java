package dev.concierge.server.integrations;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.NodeCache;
import dev.concierge.server.database.NodeCaches;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** An account's integrations: looked up, listed, changed. */
@Component
public class Integrations {
    private static final int CACHED = 100_000;

    /** With the account, so that a look-up under one account never answers another's. */
    private record CacheKey(UUID accountId, UUID id) {}

    private final AccountScope accounts;
    private final NodeCache<CacheKey, Integration> cache;
    private final Notifications notifications;
    private final AuditTrail audit;

    Integrations(AccountScope accounts, NodeCaches caches, Notifications notifications, AuditTrail audit) {
        this.accounts = accounts;
        this.cache = caches.create(CACHED, integration -> List.of(integration.id(), integration.accountId()));
        this.notifications = notifications;
        this.audit = audit;
    }

    /** The integration of this account, disconnected ones too; from the node's cache where it can be. */
    public Optional<Integration> find(UUID accountId, UUID id) {
        Integration found = cache.get(
                new CacheKey(accountId, id),
                key -> accounts.call(
                        key.accountId(),
                        jdbc -> IntegrationRepository.find(jdbc, key.id()).orElse(null)));
        return Optional.ofNullable(found)
                .filter(integration -> integration.accountId().equals(accountId));
    }

    /** @throws ProblemException {@code not-found}, the same for what is not there and what is not theirs */
    public Integration require(UUID accountId, UUID id) {
        return find(accountId, id).orElseThrow(Integrations::notFound);
    }

    /** An integration that is not disconnected. @throws ProblemException {@code not-found} */
    public Integration requireLive(UUID accountId, UUID id) {
        Integration integration = require(accountId, id);
        if (integration.state() == IntegrationState.DISCONNECTED) {
            throw notFound();
        }
        return integration;
    }

    /** The grant of an integration that may be vended, refreshed and synced. @throws ProblemException {@code not-found} */
    public UUID grantOf(UUID accountId, UUID id) {
        Integration integration = requireLive(accountId, id);
        if (integration.state() == IntegrationState.PENDING) {
            throw notFound();
        }
        return Objects.requireNonNull(integration.grantId());
    }

    /** All that are not disconnected, what needs the person first. */
    public List<Integration> live(UUID accountId) {
        return accounts.call(accountId, IntegrationRepository::live);
    }

    /** The newest line of the scope ledger; an empty one when there is none. */
    public Consent consent(UUID accountId, UUID id) {
        return accounts.call(accountId, jdbc -> IntegrationRepository.latestConsent(jdbc, id))
                .orElse(Consent.NONE);
    }

    /** {@link #consent} of each integration of the account that is not disconnected and has one, by its id. */
    Map<UUID, Consent> consents(UUID accountId) {
        return accounts.call(accountId, IntegrationRepository::latestConsents);
    }

    /** Gives an integration another name. @throws ProblemException {@code invalid-input}, {@code not-found} */
    public void rename(UUID accountId, String actor, UUID id, String label) {
        change(accountId, actor, id, new IntegrationChange(label, null));
    }

    /** Changes what a person or program may change of an integration that is not disconnected. @throws ProblemException {@code not-found} */
    public void change(UUID accountId, String actor, UUID id, IntegrationChange change) {
        accounts.run(accountId, jdbc -> {
            if (!IntegrationRepository.change(jdbc, id, change)) {
                throw notFound();
            }
            notifications.changed(id);
            String act = change.label() == null ? "integration.describe" : "integration.rename";
            audit.record(AuditEvent.done(accountId, actor, act, "integration:" + id));
        });
    }

    static ProblemException notFound() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such integration of yours.");
    }
}
