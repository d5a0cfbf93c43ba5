package dev.concierge.server.vault;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.catalog.Revocation;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.RevocationEndpoint;
import dev.concierge.server.oauth.RevocationOutcome;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends tokens at the provider (RFC 7009) after a disconnect: refresh token first, then the access token; not at all while a call would reach
 * further than the integration that ended and something else still lives there.
 */
@Component
class Revoker {
    private record Claimed(PendingRevocations.Pending pending, PendingRevocations.Tokens tokens, long siblings) {}

    private final AccountScope accounts;
    private final PendingRevocations revocations;
    private final RevocationEndpoint endpoint;
    private final Catalog catalog;
    private final Registrations registrations;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Revoker(
            AccountScope accounts,
            PendingRevocations revocations,
            RevocationEndpoint endpoint,
            Catalog catalog,
            Registrations registrations,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.accounts = accounts;
        this.revocations = revocations;
        this.endpoint = endpoint;
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
                .map(pending -> new Claimed(pending, revocations.open(jdbc, pending), siblings(jdbc, pending)));
    }

    private long siblings(JdbcClient jdbc, PendingRevocations.Pending pending) {
        Revocation.Reach reach =
                catalog.require(pending.provider()).revocation().reach();
        if (reach == Revocation.Reach.TOKEN) {
            return 0;
        }
        return jdbc.sql("select live_siblings(:none, :provider, :subject, :registration)")
                .param("none", pending.id())
                .param("provider", pending.provider())
                .param("subject", pending.subject())
                .param(
                        "registration",
                        reach == Revocation.Reach.GRANT ? pending.registration() : null,
                        java.sql.Types.VARCHAR)
                .query(Long.class)
                .single();
    }

    private Optional<RevocationSettled.Outcome> callProvider(Claimed claimed) {
        if (claimed.siblings() > 0) {
            return Optional.of(RevocationSettled.Outcome.KEPT_FOR_SIBLING);
        }
        Provider provider = catalog.require(claimed.pending().provider());
        if (!provider.revocation().offered()) {
            return Optional.of(RevocationSettled.Outcome.BY_HAND);
        }
        @Nullable
        Registration registration =
                registrations.byId(claimed.pending().registration()).orElse(null);
        if (registration == null) {
            return Optional.empty();
        }
        List<Secret> tokens = Stream.of(
                        claimed.tokens().refresh(), claimed.tokens().access())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .limit(provider.revocation().reach() == Revocation.Reach.TOKEN ? 2 : 1)
                .toList();
        return revoked(provider, registration, tokens);
    }

    /** Revokes one after the other; the first that cannot be revoked now leaves all of them for the next attempt. */
    private Optional<RevocationSettled.Outcome> revoked(
            Provider provider, Registration registration, List<Secret> tokens) {
        for (Secret token : tokens) {
            switch (endpoint.revoke(
                    provider, registration, provider.revocation().requireCall(), token)) {
                case RevocationOutcome.Revoked _, RevocationOutcome.AlreadyGone _ -> {}
                case RevocationOutcome.Refused _ -> {
                    return Optional.of(RevocationSettled.Outcome.BY_HAND);
                }
                case RevocationOutcome.Unavailable _ -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(RevocationSettled.Outcome.REVOKED);
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
