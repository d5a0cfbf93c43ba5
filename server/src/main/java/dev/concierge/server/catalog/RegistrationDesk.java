package dev.concierge.server.catalog;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.limits.Limit;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Where administrators look at, keep, test and remove registrations. Every method asks for the role itself and refuses anybody else with
 * {@code forbidden}, so that no page or endpoint can forget to. Changes and refusals are in the audit trail, a secret never is.
 */
@Component
public class RegistrationDesk {
    private static final Limit TESTS = new Limit("registration.test", 5, Duration.ofSeconds(30));

    private final Catalog catalog;
    private final RegistrationEntries entries;
    private final StoredRegistrations stored;
    private final RegistrationRepository repository;
    private final SystemScope system;
    private final RowCipher cipher;
    private final AuditTrail audit;
    private final Limiter limiter;
    private final ObjectProvider<ClientCheck> check;
    private final CatalogSettings settings;
    private final Ids ids;
    private final Clock clock;

    RegistrationDesk(
            Catalog catalog,
            RegistrationEntries entries,
            StoredRegistrations stored,
            RegistrationRepository repository,
            SystemScope system,
            RowCipher cipher,
            AuditTrail audit,
            Limiter limiter,
            ObjectProvider<ClientCheck> check,
            CatalogSettings settings,
            Ids ids,
            Clock clock) {
        this.catalog = catalog;
        this.entries = entries;
        this.stored = stored;
        this.repository = repository;
        this.system = system;
        this.cipher = cipher;
        this.audit = audit;
        this.limiter = limiter;
        this.check = check;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /** Every provider of the catalog, by id. */
    public List<RegistrationEntry> all(Caller.Person person) {
        admit(person, "registration.list", null);
        return catalog.all().stream().map(entries::of).toList();
    }

    /**
     * As the table says now, so that its version is the one to change.
     *
     * @throws ProblemException {@code not-found} when the catalog has no such provider
     */
    public RegistrationEntry one(Caller.Person person, String providerId) {
        admit(person, "registration.show", providerId);
        return entries.now(catalog.require(providerId));
    }

    /** Keeps a client here; every node uses it within a second. */
    public ChangeOutcome keep(Caller.Person person, String providerId, RegistrationChange wanted) {
        admit(person, "registration.keep", providerId);
        Provider provider = catalog.require(providerId);
        if (entries.isInEnvironment(providerId)) {
            return new ChangeOutcome.ReadOnly(entries.clientIdVariable(providerId));
        }
        StoredRegistration before = stored.read(providerId).orElse(null);
        if (wanted.version() != (before == null ? 0 : before.version())) {
            return new ChangeOutcome.Overtaken(entries.now(provider));
        }
        ChangeOutcome.Unfit unfit = ChangeRules.judge(wanted, before, today(), settings.production());
        if (!unfit.fits()) {
            return unfit;
        }
        StoredRegistration after = after(person, providerId, wanted, before);
        boolean written = system.call(jdbc -> {
            boolean first = before == null ? repository.insert(jdbc, after) : repository.update(jdbc, after);
            if (first) {
                audit.record(event(person, "registration.keep", providerId)
                        .with("version", Long.toString(after.version()))
                        .with(
                                "client_id",
                                before == null || !before.clientId().equals(after.clientId()) ? "new" : "same")
                        .with("client_secret", wanted.clientSecret() == null ? "same" : "new")
                        .with("connects", Boolean.toString(after.connects()))
                        .with("signs_in", Boolean.toString(after.signsIn())));
                stored.changed();
            }
            return first;
        });
        return written
                ? new ChangeOutcome.Saved(entries.now(provider))
                : new ChangeOutcome.Overtaken(entries.now(provider));
    }

    /**
     * Forgets what is kept here. Grants that were obtained with it wait until the client is back.
     *
     * @param version of what the administrator looked at
     * @throws ProblemException {@code not-found} when nothing is kept, {@code conflict} when it has changed
     */
    public void remove(Caller.Person person, String providerId, long version) {
        admit(person, "registration.remove", providerId);
        if (stored.read(providerId).isEmpty()) {
            throw new ProblemException(ProblemType.NOT_FOUND, "Nothing is kept here for this provider.");
        }
        boolean gone = system.call(jdbc -> {
            boolean deleted = repository.delete(jdbc, providerId, version);
            if (deleted) {
                audit.record(event(person, "registration.remove", providerId));
                stored.changed();
            }
            return deleted;
        });
        if (!gone) {
            throw overtaken();
        }
    }

    /**
     * Asks the provider whether it accepts the client in use. Stores nothing but a line in the trail.
     *
     * @throws ProblemException {@code not-found} without a client, {@code too-many-requests}
     */
    public ClientVerdict test(Caller.Person person, String providerId) {
        admit(person, "registration.test", providerId);
        Provider provider = catalog.require(providerId);
        Registration registration = entries.inUse(provider)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "There is no client of " + provider.name() + " to test yet."));
        limiter.take(TESTS, providerId);
        ClientVerdict verdict = check.getObject().check(provider, registration);
        audit.recordAlone(event(person, "registration.test", providerId).with("verdict", verdict.word()));
        return verdict;
    }

    /** Someone else was first. */
    public static ProblemException overtaken() {
        return new ProblemException(
                ProblemType.CONFLICT, "Another administrator changed this client meanwhile. Look at it again first.");
    }

    private StoredRegistration after(
            Caller.Person person, String providerId, RegistrationChange wanted, @Nullable StoredRegistration before) {
        UUID id = before == null ? ids.next() : before.id();
        long version = wanted.version() + 1;
        Secret secret = wanted.clientSecret();
        Ciphertext sealed = secret == null
                ? Objects.requireNonNull(before).clientSecret()
                : cipher.encrypt(secret, StoredRegistration.binding(id, version));
        return new StoredRegistration(
                providerId,
                id,
                wanted.clientId(),
                sealed,
                secret == null ? Objects.requireNonNull(before).secretVersion() : version,
                wanted.secretExpiresOn(),
                wanted.connects(),
                wanted.signsIn(),
                version,
                clock.instant(),
                person.accountId());
    }

    /**
     * Refuses everybody but administrators, for what a page asks before an act.
     *
     * @param action as the trail names it
     * @param providerId as it was asked for; null for none
     */
    public void admit(Caller.Person person, String action, @Nullable String providerId) {
        if (!Permission.REGISTRATIONS.allows(person.role())) {
            audit.recordAlone(
                    AuditEvent.refused(person.accountId(), person.actor(), action, target(providerId), "role"));
            throw new ProblemException(ProblemType.FORBIDDEN, "Only administrators may see and change this.");
        }
    }

    private static AuditEvent event(Caller.Person person, String action, String providerId) {
        return AuditEvent.done(null, person.actor(), action, target(providerId));
    }

    /** What was asked for is foreign text until the catalog knows it. */
    private static @Nullable String target(@Nullable String providerId) {
        return providerId == null || !providerId.matches("[a-z0-9-]{1,40}") ? null : "provider:" + providerId;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
