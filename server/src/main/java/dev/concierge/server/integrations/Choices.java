package dev.concierge.server.integrations;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.catalog.ScopeCeilings;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.UnreadableException;
import dev.concierge.server.oauth.Choosable;
import dev.concierge.server.oauth.TokenSet;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.vault.PendingTokens;
import dev.concierge.server.vault.Vault;
import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.Caller;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a person decides about tokens that wait: taken once, in the browser that began, within fifteen minutes. */
@Component
public class Choices {
    private static final Logger log = LoggerFactory.getLogger(Choices.class);

    /** What can be decided. */
    public enum Choice {
        /** The account that came back takes the place of the one that was to be reconnected. */
        REPLACE,
        /** It becomes an integration of its own; for a shortfall: keep what was allowed. */
        ADD,
        /** One of the things that the account holds is connected. */
        TAKE,
        /** Nothing changes; the tokens are ended at the provider where that ends nothing else. */
        CANCEL
    }

    /**
     * A decision.
     *
     * @param option the id of what is taken; null unless it is {@link Choice#TAKE}
     */
    public record Decision(Choice choice, @Nullable String option) {}

    /** Why nothing may be kept any more: a word for the trail, and what the person is told. */
    private record Refusal(String reason, ProblemException problem) {}

    /** @param refused why nothing was kept; null when that was not refused */
    private record Decided(
            Optional<ConnectOutcome> outcome,
            List<UUID> revocations,
            @Nullable ProblemException refused) {
        Decided(Optional<ConnectOutcome> outcome, List<UUID> revocations) {
            this(outcome, revocations, null);
        }
    }

    private final AccountScope accounts;
    private final ConsentStore consents;
    private final PendingTokens pendingTokens;
    private final Catalog catalog;
    private final Registrations registrations;
    private final ScopeCeilings ceilings;
    private final Vault vault;
    private final Optional<SyncedContent> content;
    private final AuditTrail audit;
    private final Clock clock;

    Choices(
            AccountScope accounts,
            ConsentStore consents,
            PendingTokens pendingTokens,
            Catalog catalog,
            Registrations registrations,
            ScopeCeilings ceilings,
            Vault vault,
            Optional<SyncedContent> content,
            AuditTrail audit,
            Clock clock) {
        this.accounts = accounts;
        this.consents = consents;
        this.pendingTokens = pendingTokens;
        this.catalog = catalog;
        this.registrations = registrations;
        this.ceilings = ceilings;
        this.vault = vault;
        this.content = content;
        this.audit = audit;
        this.clock = clock;
    }

    /** The choice that waits, for its page; empty when it is not this person's and browser's, was taken, or is too old. */
    public Optional<WaitingChoice> look(Caller.Person person, BrowserId browser, UUID pendingId) {
        return accounts.call(
                person.accountId(),
                jdbc -> PendingGrantRepository.find(jdbc, pendingId, browser, clock.instant())
                        .map(pending -> waiting(jdbc, pending)));
    }

    private WaitingChoice waiting(JdbcClient jdbc, PendingGrant pending) {
        Provider provider = catalog.require(pending.provider());
        Optional<Integration> target =
                Optional.ofNullable(pending.integrationId()).flatMap(id -> IntegrationRepository.find(jdbc, id));
        return new WaitingChoice(
                pending.id(),
                switch (pending.kind()) {
                    case OTHER_ACCOUNT -> WaitingChoice.Kind.OTHER_ACCOUNT;
                    case SHORTFALL -> WaitingChoice.Kind.SHORTFALL;
                    case CHOICE -> WaitingChoice.Kind.ONE_OF;
                },
                provider,
                target.map(Integration::label).orElse(""),
                target.map(Integration::upstreamLabel).orElse(""),
                pending.of().label(),
                provider.scopes().stream()
                        .filter(scope -> pending.asked().contains(scope.name())
                                && !pending.granted().contains(scope.name()))
                        .toList(),
                pending.options().stream()
                        .map(option -> option(jdbc, pending, option))
                        .toList(),
                pending.expiresAt());
    }

    private static WaitingChoice.Option option(JdbcClient jdbc, PendingGrant pending, Choosable option) {
        String subject = pending.of().choosing(option).subject().value();
        return new WaitingChoice.Option(
                option.id(),
                option.name(),
                option.note(),
                IntegrationRepository.liveByUpstream(jdbc, pending.provider(), subject)
                        .isPresent());
    }

    /**
     * Carries out a decision.
     *
     * @return the integration that holds the tokens now, or the next question; empty after {@link Choice#CANCEL}
     * @throws ProblemException {@code flow-refused} when nothing waits any more; {@code scope-ceiling} when the person's role may not have it any
     *     more and {@code forbidden} when the account is disabled by now, and then the tokens are ended; {@code invalid-input} when it is no answer to what was asked, and then they go on waiting
     */
    public Optional<ConnectOutcome> decide(Caller.Person person, BrowserId browser, UUID pendingId, Decision decision) {
        Decided decided;
        try {
            decided = decided(person, browser, pendingId, decision);
        } catch (ProblemException e) {
            if (e.getCause() instanceof UnreadableException) {
                audit.recordAlone(AuditEvent.refused(
                        person.accountId(),
                        "person:" + person.accountId(),
                        "integration.choose",
                        "pending:" + pendingId,
                        "unreadable"));
            }
            throw e;
        }
        decided.revocations().forEach(revocation -> vault.revoke(person.accountId(), revocation));
        if (decided.refused() != null) {
            throw decided.refused();
        }
        return decided.outcome();
    }

    private Decided decided(Caller.Person person, BrowserId browser, UUID pendingId, Decision decision) {
        return accounts.call(person.accountId(), jdbc -> {
            PendingGrant pending = PendingGrantRepository.take(jdbc, pendingId, browser, clock.instant())
                    .orElseThrow(
                            () -> new ProblemException(
                                    ProblemType.FLOW_REFUSED,
                                    "This choice was made already, or it waited longer than 15 minutes. Nothing was changed now."));
            audit.record(AuditEvent.done(
                            person.accountId(),
                            "person:" + person.accountId(),
                            "integration.choose",
                            "pending:" + pendingId)
                    .with("choice", decision.choice().name().toLowerCase(java.util.Locale.ROOT)));
            return decide(jdbc, person, browser, pending, decision);
        });
    }

    private Decided decide(
            JdbcClient jdbc, Caller.Person person, BrowserId browser, PendingGrant pending, Decision decision) {
        Choice choice = decision.choice();
        Upstream upstream = open(person.accountId(), pending);
        Refusal refusal = choice == Choice.CANCEL ? null : refusal(person, upstream);
        if (refusal != null) {
            audit.record(AuditEvent.refused(
                            person.accountId(),
                            "person:" + person.accountId(),
                            "integration.choose",
                            "pending:" + pending.id(),
                            refusal.reason())
                    .with("provider", upstream.provider().id()));
        }
        if (choice == Choice.CANCEL || refusal != null) {
            List<UUID> revocations = vault
                    .discard(
                            person.accountId(),
                            upstream.provider(),
                            upstream.registration().id(),
                            upstream.subject(),
                            upstream.tokens())
                    .stream()
                    .toList();
            return new Decided(Optional.empty(), revocations, refusal == null ? null : refusal.problem());
        }
        return switch (pending.kind()) {
            case CHOICE -> {
                Upstream taken = upstream.choosing(taken(pending, decision));
                yield new Decided(
                        Optional.of(consents.storeOrAsk(jdbc, person, pending.integrationId(), browser, taken)),
                        List.of());
            }
            case OTHER_ACCOUNT -> {
                if (choice == Choice.REPLACE && pending.integrationId() != null) {
                    yield replace(jdbc, person, pending.integrationId(), upstream);
                }
                yield add(jdbc, person, upstream, choice);
            }
            case SHORTFALL -> add(jdbc, person, upstream, choice);
        };
    }

    private @Nullable Refusal refusal(Caller.Person person, Upstream upstream) {
        Optional<TripRefusal> over = consents.over(person);
        if (over.isPresent()) {
            TripRefusal.Told told = new TripRefusal.Told(upstream.provider(), null, List.of());
            return new Refusal(ConsentStore.code(over.get()), over.get().problem(told));
        }
        List<Provider.Scope> above = ceilings.above(person.role(), upstream.provider(), upstream.granted());
        return above.isEmpty()
                ? null
                : new Refusal(
                        "scope_ceiling",
                        new ProblemException(
                                ProblemType.SCOPE_CEILING,
                                "Your role may not have: " + TripRefusal.titles(above) + ". Nothing was connected."));
    }

    private Decided add(JdbcClient jdbc, Caller.Person person, Upstream upstream, Choice choice) {
        if (choice != Choice.ADD) {
            throw invalid("choice", "That was not asked here. Load the page again.");
        }
        return new Decided(Optional.of(consents.store(jdbc, person, upstream)), List.of());
    }

    /** What is taken must be one of what the provider listed for these tokens. */
    private static Choosable taken(PendingGrant pending, Decision decision) {
        if (decision.choice() != Choice.TAKE) {
            throw invalid("choice", "That was not asked here. Load the page again.");
        }
        return pending.options().stream()
                .filter(option -> option.id().equals(decision.option()))
                .findFirst()
                .orElseThrow(() -> invalid("option", "That is none of what can be connected. Load the page again."));
    }

    private static ProblemException invalid(String field, String detail) {
        return new ProblemException(ProblemType.INVALID_INPUT, detail).with("field", field);
    }

    private Decided replace(JdbcClient jdbc, Caller.Person person, UUID targetId, Upstream upstream) {
        Integration target = IntegrationRepository.lock(jdbc, targetId)
                .filter(found -> found.state() != IntegrationState.DISCONNECTED)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.CONFLICT, "The connection to be replaced was ended meanwhile."));
        List<UUID> revocations = new ArrayList<>();
        if (target.grantId() != null) {
            vault.end(target.grantId(), targetId).ifPresent(revocations::add);
        }
        content.ifPresent(synced -> synced.deleteAll(targetId));
        return new Decided(Optional.of(consents.replace(jdbc, person, target, upstream)), revocations);
    }

    /**
     * Ends what waited too long. One that cannot be opened any more is forgotten: there is nothing left to revoke with.
     *
     * @return the revocation to attempt
     */
    Optional<UUID> expire(UUID accountId, UUID pendingId) {
        return accounts.call(
                accountId,
                jdbc -> PendingGrantRepository.takeExpired(jdbc, pendingId, clock.instant())
                        .flatMap(pending -> {
                            audit.record(AuditEvent.done(
                                    accountId, "system", "integration.choice_expired", "pending:" + pendingId));
                            return discard(accountId, pending);
                        }));
    }

    /** Ends all that wait for the account, in its open transaction; the revoker ends their tokens. */
    void endAll(JdbcClient jdbc, UUID accountId, String actor) {
        for (PendingGrant pending : PendingGrantRepository.takeAll(jdbc)) {
            audit.record(AuditEvent.done(accountId, actor, "integration.choice_end", "pending:" + pending.id()));
            discard(accountId, pending);
        }
    }

    private Optional<UUID> discard(UUID accountId, PendingGrant pending) {
        Upstream upstream;
        try {
            upstream = open(accountId, pending);
        } catch (ProblemException e) {
            log.error(
                    "ALERT tokens that waited as {} cannot be revoked: {}",
                    pending.id(),
                    e.type().slug());
            return Optional.empty();
        }
        return vault.discard(
                accountId, upstream.provider(), upstream.registration().id(), upstream.subject(), upstream.tokens());
    }

    private Upstream open(UUID accountId, PendingGrant pending) {
        Provider provider = catalog.require(pending.provider());
        var registration = registrations
                .byId(pending.registration())
                .orElseThrow(() -> new ProblemException(
                        ProblemType.MISCONFIGURED, "The registration at " + provider.name() + " is gone."));
        return new Upstream(
                provider,
                registration,
                pending.of(),
                pending.asked(),
                pending.granted(),
                pending.beyond(),
                tokens(accountId, pending));
    }

    private TokenSet tokens(UUID accountId, PendingGrant pending) {
        try {
            return pendingTokens.open(
                    pending.tokens(), pending.id(), accountId, Duration.between(pending.createdAt(), clock.instant()));
        } catch (UnreadableException e) {
            throw new ProblemException(ProblemType.INTERNAL, "What waited cannot be read any more. Connect again.", e);
        }
    }
}
