package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.jobs.Jobs;
import dev.concierge.server.mail.Letter;
import dev.concierge.server.web.PublicUrl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Ends an account whose fourteen days are over: nobody can come in any more and the address is free; what is connected is disconnected; then the account is
 * deleted with all its rows, and a receipt stays. Each step is a transaction of its own and is done once, so a run that was stopped anywhere is gone on
 * with by the next.
 */
@Component
public class DepartureWork {
    /** While a provider does not answer, or the last mail waits. */
    private static final Duration AGAIN = Duration.ofMinutes(15);

    /** Whatever still waits then, waits for ever. */
    private static final Duration LONGEST = Duration.ofDays(4);

    private static final Duration RECEIPT = Duration.ofDays(365);
    private static final TypeReference<List<DepartureReceipt.Line>> LINES = new TypeReference<>() {};
    private static final String ACTOR = "system";

    private final DepartureRepository repository;
    private final AccountRepository accounts;
    private final OwnCounts counts;
    private final ObjectProvider<Belongings> belongings;
    private final AccountMail mail;
    private final AccountLetters letters;
    private final RandomSecrets random;
    private final PublicUrl publicUrl;
    private final AccountScope scope;
    private final AuthScope auth;
    private final Notifications notifications;
    private final Jobs jobs;
    private final AuditTrail audit;
    private final JsonMapper json;
    private final Clock clock;

    DepartureWork(
            DepartureRepository repository,
            AccountRepository accounts,
            OwnCounts counts,
            ObjectProvider<Belongings> belongings,
            AccountMail mail,
            AccountLetters letters,
            RandomSecrets random,
            PublicUrl publicUrl,
            AccountScope scope,
            AuthScope auth,
            Notifications notifications,
            Jobs jobs,
            AuditTrail audit,
            JsonMapper json,
            Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
        this.counts = counts;
        this.belongings = belongings;
        this.mail = mail;
        this.letters = letters;
        this.random = random;
        this.publicUrl = publicUrl;
        this.scope = scope;
        this.auth = auth;
        this.notifications = notifications;
        this.jobs = jobs;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /** One run for one account, whose state decides what there is to do. */
    void run(@Nullable UUID id) {
        if (id == null) {
            return;
        }
        Optional<DepartureRepository.Row> found = scope.call(id, jdbc -> repository.lock(jdbc, id));
        if (found.isEmpty()) {
            return;
        }
        DepartureRepository.Row departure = found.get();
        if (departure.begunAt() == null && departure.dueAt().isAfter(clock.instant())) {
            again(id, departure.dueAt());
        } else if (departure.begunAt() != null || begin(id)) {
            goOn(id);
        }
    }

    /** @return false when its person, or an administrator, kept it */
    private boolean begin(UUID id) {
        List<DepartureReceipt.Line> gone = counts.gone(id);
        Secret token = random.next();
        return scope.call(id, jdbc -> {
            // the account first, as everybody who keeps or disables it does: else two would wait for each other
            repository.lockRoles(jdbc);
            accounts.lock(jdbc, id);
            Optional<DepartureRepository.Row> departure = repository.lock(jdbc, id);
            Optional<EmailAddress> to = accounts.find(jdbc, id)
                    .flatMap(account -> Optional.ofNullable(account.email()))
                    .flatMap(EmailAddress::parse);
            if (departure.isEmpty() || !repository.empty(jdbc, clock.instant())) {
                repository.delete(jdbc, id);
                return false;
            }
            UUID mailId = departure.get().id();
            repository.begin(jdbc, mailId, TokenHash.of(token), json.writeValueAsString(gone), clock.instant());
            Letter.Link receipt =
                    new Letter.Link("See what was done", publicUrl.resolve("/link/receipt/" + token.reveal()));
            to.ifPresent(address ->
                    mail.once(mailId, id, "deleted", address, letters.deleted(receipt), LONGEST.minusDays(1)));
            notifications.changed(id);
            audit.record(AuditEvent.done(id, ACTOR, "account.empty", "account:" + id));
            return true;
        });
    }

    private void goOn(UUID id) {
        boolean over = true;
        for (Belongings some : belongings) {
            over &= some.end(id, ACTOR);
        }
        DepartureRepository.Row departure =
                scope.call(id, jdbc -> repository.lock(jdbc, id)).orElse(null);
        Instant begunAt = departure == null ? null : departure.begunAt();
        if (departure == null || begunAt == null) {
            return;
        }
        boolean mailWaits = scope.call(id, _ -> mail.isWaiting(departure.id()));
        if ((!over || mailWaits) && clock.instant().isBefore(begunAt.plus(LONGEST))) {
            again(id, clock.instant().plus(AGAIN));
            return;
        }
        List<DepartureReceipt.Line> lines = new ArrayList<>(lines(departure.counted()));
        for (Belongings some : belongings) {
            some.ended(id, begunAt).forEach(ended -> lines.add(line(ended)));
        }
        audit.forget(id);
        scope.run(id, jdbc -> erase(jdbc, id, lines));
    }

    private void erase(JdbcClient jdbc, UUID id, List<DepartureReceipt.Line> lines) {
        Instant now = clock.instant();
        audit.record(AuditEvent.done(id, ACTOR, "account.delete", "account:" + id));
        if (!repository.erase(jdbc, json.writeValueAsString(lines), now, now.plus(RECEIPT))) {
            throw new IllegalStateException("an account that leaves was not at its end");
        }
        notifications.changed(id);
    }

    private static DepartureReceipt.Line line(Belongings.Ended ended) {
        String records = ended.records() == 0
                ? ""
                : " " + String.format(java.util.Locale.ENGLISH, "%,d", ended.records())
                        + (ended.records() == 1 ? " record was" : " records were") + " deleted here.";
        return new DepartureReceipt.Line(ended.what(), ended.outcome() + records);
    }

    private void again(UUID id, Instant at) {
        scope.run(id, _ -> jobs.schedule(Departures.LEAVE, id.toString(), new Departures.Data(id), at));
    }

    /** What a link of a last mail shows; empty when there is no such link, or it is over. */
    public Optional<DepartureReceipt> receipt(Secret token) {
        return auth.call(jdbc -> repository.receipt(jdbc, TokenHash.of(token), clock.instant()))
                .map(found ->
                        new DepartureReceipt(found.askedAt(), found.begunAt(), found.doneAt(), lines(found.summary())));
    }

    private List<DepartureReceipt.Line> lines(@Nullable String stored) {
        return stored == null ? List.of() : json.readValue(stored, LINES);
    }
}
