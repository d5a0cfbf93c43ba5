package dev.concierge.server.vault;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.catalog.Revocation;
import dev.concierge.server.database.AccountScope;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends tokens at the provider (RFC 7009) after a disconnect: refresh token first, then the access token; not at all while a call would reach
 * further than the integration that ended and something else still lives there.
 */
@Component
class Revoker {
    private static final Logger log = LoggerFactory.getLogger(Revoker.class);

    private record Claimed(PendingRevocations.Pending pending, PendingRevocations.Tokens tokens, boolean siblings) {}

    private final AccountScope accounts;
    private final PendingRevocations revocations;
    private final RevocationCalls calls;
    private final SharedConsents shared;
    private final Catalog catalog;
    private final Registrations registrations;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Revoker(
            AccountScope accounts,
            PendingRevocations revocations,
            RevocationCalls calls,
            SharedConsents shared,
            Catalog catalog,
            Registrations registrations,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.accounts = accounts;
        this.revocations = revocations;
        this.calls = calls;
        this.shared = shared;
        this.catalog = catalog;
        this.registrations = registrations;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** One attempt, when it is due. @return how it ended; empty when it waits for another attempt */
    Optional<RevocationSettled.Outcome> attempt(UUID accountId, UUID revocationId) {
        Optional<Claimed> claimed = accounts.call(accountId, jdbc -> claim(jdbc, revocationId));
        if (claimed.isEmpty()) {
            return Optional.empty();
        }
        PendingRevocations.Pending pending = claimed.get().pending();
        RevocationCalls.Attempt attempt = callProvider(claimed.get());
        if (attempt.again() && clock.instant().isBefore(pending.giveUpAt())) {
            return Optional.empty();
        }
        accounts.run(accountId, jdbc -> settle(jdbc, pending, attempt.outcome()));
        return Optional.of(attempt.outcome());
    }

    private Optional<Claimed> claim(JdbcClient jdbc, UUID revocationId) {
        return revocations
                .claim(jdbc, revocationId)
                .map(pending -> new Claimed(pending, opened(jdbc, pending), siblings(jdbc, pending)));
    }

    private PendingRevocations.Tokens opened(JdbcClient jdbc, PendingRevocations.Pending pending) {
        PendingRevocations.Tokens tokens = revocations.open(jdbc, pending);
        if (!tokens.readable()) {
            audit.record(AuditEvent.refused(
                    pending.accountId(),
                    "system",
                    "revocation.open",
                    "revocation:" + pending.id(),
                    Quarantine.UNREADABLE));
        }
        return tokens;
    }

    /**
     * Whether something else lives that a call for this person would end: another grant of the same consent, at this provider or at another one of
     * the same project. Of tokens whose owner nobody knows that must be assumed. What the same connection has got since an emergency stop does not
     * count: it would keep alive the tokens that the stop is about.
     */
    private boolean siblings(JdbcClient jdbc, PendingRevocations.Pending pending) {
        Optional<Provider> known = catalog.find(pending.provider());
        if (known.isEmpty() || pending.consentSubject().isEmpty()) {
            return known.isEmpty() || known.get().revocation().reach() != Revocation.Reach.TOKEN;
        }
        Provider provider = known.get();
        Revocation.Reach reach = provider.revocation().reach();
        if (reach == Revocation.Reach.TOKEN) {
            return false;
        }
        return jdbc.sql("select live_siblings_besides(:providers, :subject, :registration, cast(:besides as uuid))")
                        .param("providers", shared.providers(provider).toArray(String[]::new))
                        .param("subject", pending.consentSubject())
                        .param(
                                "registration",
                                SharedConsents.registration(reach, pending.registration()),
                                java.sql.Types.VARCHAR)
                        .param("besides", pending.stoppedGrant())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** A provider or a registration that is gone may come back with the operator's next change; what goes wrong here must not keep tokens for longer. */
    private RevocationCalls.Attempt callProvider(Claimed claimed) {
        Optional<Provider> provider = catalog.find(claimed.pending().provider());
        Optional<Registration> registration =
                registrations.byId(claimed.pending().registration());
        if (provider.isEmpty() || registration.isEmpty()) {
            return RevocationCalls.Attempt.again(RevocationSettled.Outcome.NO_ANSWER);
        }
        try {
            return calls.make(
                    provider.get(), registration.get(), claimed.pending(), claimed.tokens(), claimed.siblings());
        } catch (RuntimeException e) {
            log.error("revocation {} failed on our side", claimed.pending().id(), e);
            return RevocationCalls.Attempt.again(RevocationSettled.Outcome.NO_ANSWER);
        }
    }

    private void settle(JdbcClient jdbc, PendingRevocations.Pending pending, RevocationSettled.Outcome outcome) {
        revocations.delete(jdbc, pending.id());
        audit.record(AuditEvent.done(
                        pending.accountId(),
                        "system",
                        "grant.revoke",
                        pending.integrationId() == null ? null : "integration:" + pending.integrationId())
                .with("provider", pending.provider())
                .with("outcome", outcome.name().toLowerCase(java.util.Locale.ROOT))
                .with("attempts", Integer.toString(pending.attempts())));
        events.publishEvent(new RevocationSettled(pending.accountId(), pending.id(), pending.integrationId(), outcome));
    }
}
