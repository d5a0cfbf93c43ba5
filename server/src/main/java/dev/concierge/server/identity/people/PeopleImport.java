package dev.concierge.server.identity.people;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.identity.AdminDoor;
import dev.concierge.server.identity.DisplayName;
import dev.concierge.server.identity.EmailAddress;
import dev.concierge.server.identity.OfferedWays;
import dev.concierge.server.identity.SignInOffer;
import dev.concierge.server.identity.Visitor;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import dev.concierge.server.web.Role;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * People out of a file: accounts are made, and those that are there get the role, state and local id of their row. A new account has no way in; its owner sets a
 * password by a link to the address. Each row is one transaction, whole or not at all, and a dry run does the same and takes it back.
 */
@Component
public class PeopleImport {
    private static final int MOST_ROWS = 200_000;

    /** Takes a row back, and says what came of it. */
    private static final class TakenBackException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient RowReport report;

        private TakenBackException(RowReport report) {
            super("taken back", null, false, false);
            this.report = report;
        }
    }

    /** The actor is no administrator any more. */
    private static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private record Run(
            Caller.Person actor,
            boolean dryRun,
            Visitor visitor,
            OfferedWays offered,
            EarlierTexts seen,
            AtomicLong rows,
            Consumer<RowReport> reports) {}

    private final PeopleRepository repository;
    private final PersonActs acts;
    private final SignInOffer offer;
    private final AdminDoor door;
    private final SystemScope system;
    private final AuditTrail audit;
    private final Ids ids;
    private final Clock clock;

    PeopleImport(
            PeopleRepository repository,
            PersonActs acts,
            SignInOffer offer,
            AdminDoor door,
            SystemScope system,
            AuditTrail audit,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.acts = acts;
        this.offer = offer;
        this.door = door;
        this.system = system;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Reads a file to its end, or to where it cannot be read any more; what was done until then stays.
     *
     * @param reports hears of each row when it is done
     * @throws dev.concierge.server.problem.ProblemException {@code forbidden}, also in the middle, when the actor's role was taken
     */
    public ImportSummary run(
            Caller.Person actor,
            FileFormat format,
            InputStream file,
            boolean dryRun,
            Visitor visitor,
            Consumer<RowReport> reports)
            throws IOException {
        door.admit(actor, Permission.MOVE_PEOPLE);
        Map<RowReport.Outcome, Long> counts = new EnumMap<>(RowReport.Outcome.class);
        Run run = new Run(actor, dryRun, visitor, offer.now(), new EarlierTexts(), new AtomicLong(), report -> {
            counts.merge(report.outcome(), 1L, Long::sum);
            reports.accept(report);
        });
        String fault = null;
        try {
            ImportReader.read(format, file, row -> row(run, row));
        } catch (FileFaultException e) {
            fault = e.getMessage();
        } catch (EndedException e) {
            throw door.refuse(actor, Permission.MOVE_PEOPLE, null, visitor);
        }
        ImportSummary summary = new ImportSummary(
                dryRun,
                counts.getOrDefault(RowReport.Outcome.MADE, 0L),
                counts.getOrDefault(RowReport.Outcome.CHANGED, 0L),
                counts.getOrDefault(RowReport.Outcome.SAME, 0L),
                counts.getOrDefault(RowReport.Outcome.REFUSED, 0L),
                fault);
        audit.recordAlone(
                AuditEvent.done(actor.accountId(), actor.actor(), dryRun ? "people.import_try" : "people.import", null)
                        .with("made", Long.toString(summary.made()))
                        .with("changed", Long.toString(summary.changed()))
                        .with("refused", Long.toString(summary.refused()))
                        .from(visitor.subject(actor.email())));
        return summary;
    }

    private void row(Run run, ImportRow row) {
        if (run.rows().incrementAndGet() > MOST_ROWS) {
            throw FileFaultException.at(row.line(), "is one too many: a file has at most 200,000 people.");
        }
        if (row.fault() != null) {
            run.reports().accept(RowReport.refused(row.line(), null, row.fault()));
            return;
        }
        Optional<EmailAddress> email = row.value(ImportRow.EMAIL).flatMap(EmailAddress::parse);
        if (email.isEmpty()) {
            run.reports().accept(RowReport.refused(row.line(), null, "Its email is not one e-mail address."));
            return;
        }
        String address = email.get().value();
        run.reports().accept(judged(run, row, address));
    }

    private RowReport judged(Run run, ImportRow row, String address) {
        Optional<LocalId> localId = row.value(ImportRow.LOCAL_ID).flatMap(LocalId::parse);
        if (row.value(ImportRow.LOCAL_ID).isPresent() && localId.isEmpty()) {
            return RowReport.refused(row.line(), address, LocalId.FORM);
        }
        if (!run.seen().add("address " + address)
                || (localId.isPresent()
                        && !run.seen().add("local id " + localId.get().value()))) {
            return RowReport.refused(row.line(), address, "Its email or local id stands in an earlier row already.");
        }
        Optional<Role> role = row.value(ImportRow.ROLE).flatMap(PeopleQuery::role);
        Optional<Boolean> active = row.value(ImportRow.STATUS).flatMap(PeopleQuery::active);
        if (row.value(ImportRow.ROLE).isPresent() && role.isEmpty()) {
            return RowReport.refused(row.line(), address, "Its role is none of guest, user, manager and admin.");
        }
        if (row.value(ImportRow.STATUS).isPresent() && active.isEmpty()) {
            return RowReport.refused(row.line(), address, "Its status is none of active and disabled.");
        }
        Optional<DisplayName> name = row.value(ImportRow.NAME).flatMap(DisplayName::parse);
        if (row.value(ImportRow.NAME).isPresent() && name.isEmpty()) {
            return RowReport.refused(
                    row.line(), address, "Its name is longer than 100 characters, or cannot be shown.");
        }
        Wanted wanted = new Wanted(
                row.line(),
                new EmailAddress(address),
                name.map(DisplayName::value).orElse(address.substring(0, address.indexOf('@'))),
                role,
                active,
                localId);
        return written(run, wanted);
    }

    /** A row whose every value can be taken. */
    private record Wanted(
            long line,
            EmailAddress email,
            String name,
            Optional<Role> role,
            Optional<Boolean> active,
            Optional<LocalId> localId) {
        RowReport report(RowReport.Outcome outcome) {
            return new RowReport(line, email.value(), outcome, null);
        }

        TakenBackException refused(String reason) {
            return new TakenBackException(RowReport.refused(line, email.value(), reason));
        }
    }

    private RowReport written(Run run, Wanted wanted) {
        try {
            return system.call(jdbc -> {
                repository.lockRoles(jdbc);
                Optional<Person> actor = repository.find(jdbc, run.actor().accountId());
                if (actor.filter(person -> person.active() && Permission.MOVE_PEOPLE.allows(person.role()))
                        .isEmpty()) {
                    throw new EndedException();
                }
                RowReport report = repository
                        .findByEmail(jdbc, wanted.email())
                        .map(person -> change(jdbc, run, person, wanted))
                        .orElseGet(() -> make(jdbc, run, wanted));
                if (run.dryRun()) {
                    throw new TakenBackException(report);
                }
                return report;
            });
        } catch (TakenBackException e) {
            return e.report;
        } catch (DuplicateKeyException e) {
            return RowReport.refused(wanted.line(), wanted.email().value(), "Somebody else has this local id.");
        }
    }

    private RowReport make(JdbcClient jdbc, Run run, Wanted wanted) {
        UUID id = ids.next();
        Role role = wanted.role().orElse(Role.GUEST);
        boolean active = wanted.active().orElse(true);
        String localId = wanted.localId().map(LocalId::value).orElse(null);
        repository.insert(
                jdbc,
                new PeopleRepository.Fresh(id, wanted.email(), wanted.name(), role, active, localId, clock.instant()));
        audit.record(AuditEvent.done(id, run.actor().actor(), "account.create", "account:" + id)
                .with("role", role.word())
                .with("from", "file")
                .from(run.visitor().subject(run.actor().email())));
        return wanted.report(RowReport.Outcome.MADE);
    }

    private RowReport change(JdbcClient jdbc, Run run, Person before, Wanted wanted) {
        Person person = before;
        boolean stops = wanted.active().filter(active -> !active).isPresent() && before.isLeaving();
        if (wanted.role().isPresent()) {
            person = after(
                    acts.role(jdbc, run.actor(), person, wanted.role().get(), run.offered(), run.visitor()), wanted);
        }
        if (person.isLeaving() && wanted.active().orElse(false)) {
            throw wanted.refused(
                    "Its person asked to delete the account. Whoever wants to keep it enables it by itself.");
        }
        if (wanted.active().isPresent()) {
            person = after(
                    acts.active(jdbc, run.actor(), person, wanted.active().get(), run.offered(), run.visitor()),
                    wanted);
        }
        if (wanted.localId().isPresent()) {
            person = after(
                    acts.localId(jdbc, run.actor(), person, wanted.localId().get(), run.visitor()), wanted);
        }
        return wanted.report(person.equals(before) && !stops ? RowReport.Outcome.SAME : RowReport.Outcome.CHANGED);
    }

    private static Person after(PersonChange change, Wanted wanted) {
        return switch (change) {
            case PersonChange.Done(Person person) -> person;
            case PersonChange.Unchanged(Person person) -> person;
            case PersonChange.LastAdministrator _ -> throw wanted.refused("This is the last administrator.");
            case PersonChange.LocalIdTaken _ -> throw wanted.refused("Somebody else has this local id.");
            case PersonChange.Unfit(String sentence) -> throw wanted.refused(sentence);
        };
    }
}
