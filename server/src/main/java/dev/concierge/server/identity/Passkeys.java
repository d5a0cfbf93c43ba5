package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.Appearance;
import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.PublicUrl;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A person's passkeys: added, listed, renamed, removed. That something fresh was proved is the caller's to ask first. */
@Component
public class Passkeys {
    /** How many one account may have. */
    public static final int MOST = 20;

    private static final int LONGEST_NAME = 60;
    private static final String USUAL_NAME = "Passkey";

    /** How adding one ended. */
    public sealed interface Added {
        /**
         * It counts, and was proved in this session, which goes on under a new token.
         *
         * @param recoveryCodes made with an account's first second factor, to be shown once; empty otherwise
         */
        record Done(Secret token, List<String> recoveryCodes) implements Added {
            public Done {
                recoveryCodes = List.copyOf(recoveryCodes);
            }

            @Override
            public String toString() {
                return "Done[]";
            }
        }

        /** It ran out, or was begun in another browser or session. */
        record Over() implements Added {}

        /** The browser's answer is not in order, or the passkey opens an account already. */
        record Refused() implements Added {}
    }

    /** How removing one ended. */
    public enum Removed {
        REMOVED,
        /** The role needs a second factor, and this is the last. */
        LAST_FACTOR,
        /** Nothing else opens the account. */
        LAST_WAY,
        GONE
    }

    private final RelyingParty party;
    private final PasskeyChallenges challenges;
    private final PasskeyCheck check;
    private final PasskeyRepository repository;
    private final EnrolledFactors enrolled;
    private final RecoveryCodes recovery;
    private final WaysIn ways;
    private final AccountRepository accounts;
    private final AccountGate gate;
    private final Sessions sessions;
    private final FactorNews news;
    private final AccountScope scope;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final PublicUrl publicUrl;
    private final ObjectProvider<Appearance.Source> looks;
    private final Ids ids;
    private final Clock clock;

    Passkeys(
            RelyingParty party,
            PasskeyChallenges challenges,
            PasskeyCheck check,
            PasskeyRepository repository,
            EnrolledFactors enrolled,
            RecoveryCodes recovery,
            WaysIn ways,
            AccountRepository accounts,
            AccountGate gate,
            Sessions sessions,
            FactorNews news,
            AccountScope scope,
            Notifications notifications,
            AuditTrail audit,
            PublicUrl publicUrl,
            ObjectProvider<Appearance.Source> looks,
            Ids ids,
            Clock clock) {
        this.party = party;
        this.challenges = challenges;
        this.check = check;
        this.repository = repository;
        this.enrolled = enrolled;
        this.recovery = recovery;
        this.ways = ways;
        this.accounts = accounts;
        this.gate = gate;
        this.sessions = sessions;
        this.news = news;
        this.scope = scope;
        this.notifications = notifications;
        this.audit = audit;
        this.publicUrl = publicUrl;
        this.looks = looks;
        this.ids = ids;
        this.clock = clock;
    }

    /** Whether this installation can have passkeys at all. */
    public boolean offered() {
        return party.offered();
    }

    /** The oldest first. */
    public List<OwnPasskey> own(Caller.Person person) {
        return of(person.accountId());
    }

    /** An account's, for administration, the oldest first. */
    public List<OwnPasskey> of(UUID accountId) {
        return scope.call(accountId, jdbc -> repository.own(jdbc, accountId));
    }

    /** Begins to add one in this browser and session. @return empty when the account has {@link #MOST}, or none can be had here */
    public Optional<PasskeyOptions.Creation> begin(Caller.Person person, BrowserId browser) {
        List<PasskeyOptions.Descriptor> known = check.known(person.accountId());
        if (!offered() || known.size() >= MOST) {
            return Optional.empty();
        }
        byte[] challenge = challenges.make(PasskeyChallenges.Purpose.ENROL, browser, person.sessionId());
        return Optional.of(new PasskeyOptions.Creation(
                PasskeyOptions.text(challenge),
                new PasskeyOptions.Party(party.id(), Appearance.now(looks).name() + " at " + publicUrl.host()),
                new PasskeyOptions.User(
                        PasskeyOptions.text(PasskeyOptions.handle(person.accountId())),
                        person.email() == null ? person.name() : person.email(),
                        person.name()),
                RelyingParty.ALGORITHMS.stream()
                        .map(id -> new PasskeyOptions.Algorithm("public-key", id))
                        .toList(),
                PasskeyChallenges.LIFE.toMillis(),
                known,
                new PasskeyOptions.Selection("required", true, "required"),
                "none"));
    }

    /**
     * Adds one, by what the browser answered.
     *
     * @param name what the person calls it; one that cannot be shown becomes the usual one
     * @param answer as JSON
     */
    public Added add(Caller.Person person, String name, String answer, BrowserId browser, Visitor visitor) {
        Optional<RelyingParty.Creation> creation = party.creation(answer);
        if (creation.isEmpty()) {
            return new Added.Refused();
        }
        if (!challenges.take(
                creation.get().challenge().getValue(), PasskeyChallenges.Purpose.ENROL, browser, person.sessionId())) {
            return new Added.Over();
        }
        Optional<RelyingParty.Created> created = party.check(creation.get());
        if (created.isEmpty()) {
            return new Added.Refused();
        }
        try {
            return scope.call(person.accountId(), jdbc -> add(jdbc, person, shown(name), created.get(), visitor));
        } catch (DuplicateKeyException e) {
            return new Added.Refused();
        }
    }

    private Added add(
            JdbcClient jdbc, Caller.Person person, String name, RelyingParty.Created created, Visitor visitor) {
        UUID account = person.accountId();
        UUID id = ids.next();
        if (!accounts.lock(jdbc, account) || repository.own(jdbc, account).size() >= MOST) {
            return new Added.Over();
        }
        boolean first = enrolled.of(account).stream().noneMatch(Factor::isDemanded);
        repository.insert(
                jdbc,
                new PasskeyRepository.Fresh(
                        id,
                        account,
                        created.credentialId(),
                        created.key(),
                        created.transports(),
                        name,
                        clock.instant()));
        List<String> codes = first ? recovery.make(account) : List.of();
        tell(person, "factor.add", id, visitor);
        news.passkeyAdded(account, person.email());
        return sessions.renew(person, Factor.PASSKEY, visitor)
                .<Added>map(token -> new Added.Done(token, codes))
                .orElseGet(Added.Over::new);
    }

    /** Gives one another name. @return false when the name cannot be shown, or it is not the person's */
    public boolean rename(Caller.Person person, UUID id, String name, Visitor visitor) {
        Optional<String> fit = fit(name);
        return fit.isPresent()
                && scope.call(person.accountId(), jdbc -> {
                    boolean renamed = repository.rename(jdbc, person.accountId(), id, fit.get());
                    if (renamed) {
                        audit.record(event(person, "factor.rename", id, visitor));
                    }
                    return renamed;
                });
    }

    /** Removes one; with the last second factor, the recovery codes go too. */
    public Removed remove(Caller.Person person, UUID id, Visitor visitor) {
        UUID account = person.accountId();
        return scope.call(account, jdbc -> {
            Optional<Account> row = accounts.lock(jdbc, account) ? accounts.find(jdbc, account) : Optional.empty();
            List<OwnPasskey> own = repository.own(jdbc, account);
            if (row.isEmpty() || own.stream().noneMatch(one -> one.id().equals(id))) {
                return Removed.GONE;
            }
            boolean last = own.size() == 1 && !enrolled.of(account).contains(Factor.TOTP);
            if (last && gate.mustHaveFactor(row.get())) {
                return Removed.LAST_FACTOR;
            }
            if (ways.isLastPasskey(jdbc, row.get())) {
                return Removed.LAST_WAY;
            }
            repository.delete(jdbc, account, id);
            if (last) {
                recovery.end(account);
            }
            tell(person, "factor.remove", id, visitor);
            news.passkeyRemoved(account, person.email());
            return Removed.REMOVED;
        });
    }

    private void tell(Caller.Person person, String action, UUID id, Visitor visitor) {
        notifications.changed(person.accountId());
        audit.record(event(person, action, id, visitor));
    }

    private static AuditEvent event(Caller.Person person, String action, UUID id, Visitor visitor) {
        return AuditEvent.done(person.accountId(), person.actor(), action, "passkey:" + id)
                .from(visitor.subject(person.email()));
    }

    private static Optional<String> fit(String name) {
        return DisplayName.parse(name).map(DisplayName::value).filter(text -> text.length() <= LONGEST_NAME);
    }

    private static String shown(String name) {
        return fit(name).orElse(USUAL_NAME);
    }
}
