package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Notifications;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The first time that somebody proves an account's address from outside of it. Whoever made the account may be another person, who waited for the
 * address's owner with a password, a session, a key, a second factor or a provider's identity of theirs (C-04, C-05). So all of that ends, but for an identity whose
 * provider vouches for the same address. Later rooms hear of it as {@link AddressFirstProved}.
 */
@Component
class FirstProof {
    private final AccountRepository accounts;
    private final ApiKeyRepository keys;
    private final IdentityRepository identities;
    private final Sessions sessions;
    private final FactorEnd factors;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    FirstProof(
            AccountRepository accounts,
            ApiKeyRepository keys,
            IdentityRepository identities,
            Sessions sessions,
            FactorEnd factors,
            Notifications notifications,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.accounts = accounts;
        this.keys = keys;
        this.identities = identities;
        this.sessions = sessions;
        this.factors = factors;
        this.notifications = notifications;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Writes down, in the open transaction of the account, that its address was proved; ends what was made before the first proof. The password is the
     * caller's to replace. The account's row is locked by the caller before.
     *
     * @return whether it was the first proof
     */
    boolean take(UUID accountId, String actor) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        if (accounts.isEmailProved(jdbc, accountId)) {
            return false;
        }
        accounts.proveEmail(jdbc, accountId);
        sessions.endAll(accountId, null, actor);
        endKeys(accountId, actor);
        factors.all(accountId, actor);
        int parted = identities.deleteUnproved(jdbc, accountId);
        audit.record(AuditEvent.done(accountId, actor, "account.email.prove", "account:" + accountId)
                .with("identities_ended", Integer.toString(parted)));
        events.publishEvent(new AddressFirstProved(accountId, actor));
        return true;
    }

    /** Revokes all keys, in the open transaction of the account. */
    void endKeys(UUID accountId, String actor) {
        List<UUID> ended = keys.revokeAll(CurrentTransaction.jdbc(), accountId, clock.instant());
        for (UUID key : ended) {
            notifications.changed(key);
            audit.record(AuditEvent.done(accountId, actor, "api_key.revoke", "key:" + key));
        }
    }
}
