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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends tokens at the provider (RFC 7009) after a disconnect: refresh token first, then the access token; not at all while a call would reach
 * further than the integration that ended and something else still lives there.
 */
@Component
class Revoker {
    private record Claimed(PendingRevocations.Pending pending, PendingRevocations.Tokens tokens, boolean siblings) {}

    private final AccountScope accounts;
    private final PendingRevocations revocations;
    private final RevocationCalls calls;
    private final Catalog catalog;
    private final Registrations registrations;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Revoker(
            AccountScope accounts,
            PendingRevocations revocations,
            RevocationCalls calls,
            Catalog catalog,
            Registrations registrations,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.accounts = accounts;
        this.revocations = revocations;
        this.calls = calls;
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
        Optional<RevocationSettled.Outcome> outcome = callProvider(claimed.get());
        if (outcome.isEmpty()
                && clock.instant().isBefore(claimed.get().pending().giveUpAt())) {
            return Optional.empty();
        }
        RevocationSettled.Outcome settled = outcome.orElse(RevocationSettled.Outcome.BY_HAND);
        accounts.run(accountId, jdbc -> settle(jdbc, claimed.get().pending(), settled));
        return Optional.of(settled);
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
     * the same project. Of tokens whose owner nobody knows that must be assumed.
     */
    private boolean siblings(JdbcClient jdbc, PendingRevocations.Pending pending) {
        Provider provider = catalog.require(pending.provider());
        Revocation.Reach reach = provider.revocation().reach();
        if (reach == Revocation.Reach.TOKEN) {
            return false;
        }
        if (pending.consentSubject().isEmpty()) {
            return true;
        }
        return jdbc.sql("select live_siblings_among(:providers, :subject, :registration)")
                        .param("providers", among(provider, reach).toArray(String[]::new))
                        .param("subject", pending.consentSubject())
                        .param(
                                "registration",
                                reach == Revocation.Reach.GRANT ? pending.registration() : null,
                                java.sql.Types.VARCHAR)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private List<String> among(Provider provider, Revocation.Reach reach) {
        String project = provider.about().project();
        return reach == Revocation.Reach.PROJECT
                ? catalog.all().stream()
                        .filter(other -> other.about().project().equals(project))
                        .map(Provider::id)
                        .toList()
                : List.of(provider.id());
    }

    private Optional<RevocationSettled.Outcome> callProvider(Claimed claimed) {
        Provider provider = catalog.require(claimed.pending().provider());
        Optional<Registration> registration =
                registrations.byId(claimed.pending().registration());
        return registration.flatMap(
                known -> calls.make(provider, known, claimed.pending(), claimed.tokens(), claimed.siblings()));
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
        events.publishEvent(new RevocationSettled(pending.accountId(), pending.integrationId(), outcome));
    }
}
