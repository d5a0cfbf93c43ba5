package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.Appearance;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.PublicUrl;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * A person's authenticator apps: set up, listed, removed. That something fresh was proved is the caller's to ask first. One that is being set up counts
 * only once it gave a right code, in the session that began it, within a quarter of an hour; a newer one takes its place (J-08).
 */
@Component
public class Authenticators {
    /** How many one account may have. */
    public static final int MOST = 5;

    private static final int LONGEST_NAME = 60;
    private static final String USUAL_NAME = "Authenticator app";
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /**
     * One that waits for its first code.
     *
     * @param seed to be shown now and never again
     * @param uri what its QR code says
     */
    public record Pending(UUID id, TotpSeed seed, String uri) {
        @Override
        public String toString() {
            return "Pending[" + id + "]";
        }
    }

    /** How setting one up ended. */
    public sealed interface Confirmed {
        /**
         * It counts, and was proved in this session, which goes on under a new token.
         *
         * @param recoveryCodes made with an account's first second factor, to be shown once; empty otherwise
         */
        record Added(Secret token, List<String> recoveryCodes) implements Confirmed {
            @Override
            public String toString() {
                return "Added[]";
            }
        }

        record WrongCode(Pending pending) implements Confirmed {}

        /** It ran out, a newer one took its place, or it is another session's. */
        record Over() implements Confirmed {}
    }

    /** How removing one ended. */
    public enum Removed {
        REMOVED,
        /** The role needs a second factor, and this is the last. */
        LAST,
        GONE
    }

    private final TotpRepository repository;
    private final TotpSeal seal;
    private final EnrolledFactors enrolled;
    private final RecoveryCodes recovery;
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

    Authenticators(
            TotpRepository repository,
            TotpSeal seal,
            EnrolledFactors enrolled,
            RecoveryCodes recovery,
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
        this.repository = repository;
        this.seal = seal;
        this.enrolled = enrolled;
        this.recovery = recovery;
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

    /** Those that count, the oldest first. */
    public List<OwnAuthenticator> own(Caller.Person person) {
        return of(person.accountId());
    }

    /** An account's, for administration, the oldest first. */
    public List<OwnAuthenticator> of(UUID accountId) {
        return scope.call(accountId, jdbc -> repository.own(jdbc, accountId));
    }

    /** Begins to set one up in this session. @return empty when the account has {@link #MOST} */
    public Optional<Pending> begin(Caller.Person person) {
        UUID id = ids.next();
        UUID account = person.accountId();
        TotpSeed seed = TotpSeed.fresh();
        TotpRepository.Fresh fresh = new TotpRepository.Fresh(
                id, account, person.sessionId(), USUAL_NAME, seal.seal(id, account, seed), clock.instant());
        return scope.call(account, jdbc -> {
            if (!accounts.lock(jdbc, account) || repository.own(jdbc, account).size() >= MOST) {
                return Optional.empty();
            }
            repository.begin(jdbc, fresh);
            return Optional.of(pending(person, id, seed));
        });
    }

    /**
     * Makes one count, by a code that it gave.
     *
     * @param name what the person calls it; one that cannot be shown becomes the usual one
     */
    public Confirmed confirm(Caller.Person person, UUID id, String name, Secret code, Visitor visitor) {
        Optional<TotpSeed> seed = scope.<Optional<TotpRepository.Row>>call(
                        person.accountId(),
                        jdbc -> repository.pending(
                                jdbc, id, person.sessionId(), clock.instant().minus(PATIENCE)))
                .flatMap(seal::open);
        if (seed.isEmpty()) {
            return new Confirmed.Over();
        }
        OptionalLong step = Totp.matching(seed.get().value(), code.reveal().replaceAll("\\s+", ""), clock.instant());
        return step.isEmpty()
                ? new Confirmed.WrongCode(pending(person, id, seed.get()))
                : add(person, id, shown(name), step.getAsLong(), visitor);
    }

    private Confirmed add(Caller.Person person, UUID id, String name, long step, Visitor visitor) {
        UUID account = person.accountId();
        return scope.call(account, jdbc -> {
            boolean open = accounts.lock(jdbc, account);
            boolean first = enrolled.of(account).stream().noneMatch(Factor::isDemanded);
            if (!open || !repository.confirm(jdbc, id, name, step, clock.instant())) {
                return new Confirmed.Over();
            }
            List<String> codes = first ? recovery.make(account) : List.of();
            notifications.changed(account);
            audit.record(AuditEvent.done(account, person.actor(), "factor.add", "authenticator:" + id)
                    .from(visitor.subject(person.email())));
            news.added(account, person.email());
            return sessions.renew(person, Factor.TOTP, visitor)
                    .<Confirmed>map(token -> new Confirmed.Added(token, codes))
                    .orElseGet(Confirmed.Over::new);
        });
    }

    /** Removes one; with the last second factor, the recovery codes go too. */
    public Removed remove(Caller.Person person, UUID id, Visitor visitor) {
        UUID account = person.accountId();
        return scope.call(account, jdbc -> {
            if (!accounts.lock(jdbc, account)) {
                return Removed.GONE;
            }
            List<OwnAuthenticator> own = repository.own(jdbc, account);
            if (own.stream().noneMatch(one -> one.id().equals(id))) {
                return Removed.GONE;
            }
            boolean last = own.size() == 1 && !enrolled.of(account).contains(Factor.PASSKEY);
            if (last
                    && accounts.find(jdbc, account).filter(gate::mustHaveFactor).isPresent()) {
                return Removed.LAST;
            }
            repository.delete(jdbc, id);
            if (last) {
                recovery.end(account);
            }
            notifications.changed(account);
            audit.record(AuditEvent.done(account, person.actor(), "factor.remove", "authenticator:" + id)
                    .from(visitor.subject(person.email())));
            news.removed(account, person.email());
            return Removed.REMOVED;
        });
    }

    private Pending pending(Caller.Person person, UUID id, TotpSeed seed) {
        String account = person.email() == null ? person.name() : person.email();
        return new Pending(id, seed, seed.uri(Appearance.now(looks).name() + " at " + publicUrl.host(), account));
    }

    private static String shown(String name) {
        return DisplayName.parse(name)
                .map(DisplayName::value)
                .filter(fit -> fit.length() <= LONGEST_NAME)
                .orElse(USUAL_NAME);
    }
}
