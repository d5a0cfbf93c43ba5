package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.web.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Ten codes for the day when an authenticator is lost, each good once. They are shown when they are made, and never again. */
@Component
public class RecoveryCodes {
    /** How many a set has. */
    public static final int SET = 10;

    private final RecoveryCodeRepository repository;
    private final EnrolledFactors enrolled;
    private final AccountRepository accounts;
    private final FactorNews news;
    private final AccountScope scope;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final Clock clock;

    RecoveryCodes(
            RecoveryCodeRepository repository,
            EnrolledFactors enrolled,
            AccountRepository accounts,
            FactorNews news,
            AccountScope scope,
            Notifications notifications,
            AuditTrail audit,
            Clock clock) {
        this.repository = repository;
        this.enrolled = enrolled;
        this.accounts = accounts;
        this.news = news;
        this.scope = scope;
        this.notifications = notifications;
        this.audit = audit;
        this.clock = clock;
    }

    /** How many are left of the person's. */
    public int left(Caller.Person person) {
        return scope.call(person.accountId(), jdbc -> repository.left(jdbc, person.accountId()));
    }

    /**
     * Makes a new set; the one before ends. That something fresh was proved is the caller's to ask first.
     *
     * @return empty when the account has no second factor that they could stand in for
     */
    public List<String> renew(Caller.Person person, Visitor visitor) {
        UUID account = person.accountId();
        return scope.call(account, jdbc -> {
            if (!accounts.lock(jdbc, account) || enrolled.of(account).stream().noneMatch(Factor::isDemanded)) {
                return List.of();
            }
            List<String> made = make(account);
            notifications.changed(account);
            audit.record(AuditEvent.done(account, person.actor(), "factor.recovery_codes", "account:" + account)
                    .from(visitor.subject(person.email())));
            news.recoveryCodesMade(account, person.email());
            return made;
        });
    }

    /** Makes a set in the open transaction of the account. @return as they are shown */
    List<String> make(UUID accountId) {
        List<RecoveryCode> codes =
                Stream.generate(RecoveryCode::fresh).limit(SET).toList();
        repository.replace(CurrentTransaction.jdbc(), accountId, codes, clock.instant());
        return codes.stream().map(RecoveryCode::shown).toList();
    }

    /** Ends all, in the open transaction of the account. */
    void end(UUID accountId) {
        repository.deleteSince(CurrentTransaction.jdbc(), accountId, Instant.EPOCH);
    }
}
