package dev.concierge.server.identity.people.web;

import dev.concierge.server.audit.AuditEntry;
import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.identity.people.Person;
import dev.concierge.server.identity.people.PersonFile;
import dev.concierge.server.identity.people.PersonFiles;
import dev.concierge.server.identity.web.Devices;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Mark;
import dev.concierge.server.web.Notice;
import dev.concierge.server.web.Permission;
import dev.concierge.server.web.Role;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** Gathers what the page of one person shows. */
@Component
@ConditionalOnWebApplication
class PersonViews {
    private final PersonFiles files;
    private final Catalog catalog;
    private final Clock clock;

    PersonViews(PersonFiles files, Catalog catalog, Clock clock) {
        this.files = files;
        this.catalog = catalog;
        this.clock = clock;
    }

    /** A form that was refused, with what was typed and one sentence about it. */
    record Refused(String form, @Nullable String typed, String error) {}

    PersonView page(
            Caller.Person reader,
            UUID id,
            @Nullable String cursor,
            FreshProof.Asked proof,
            @Nullable Refused refused,
            List<Notice> notices) {
        PersonFile file = files.open(reader, id, cursor);
        Person person = file.person();
        String older = file.acts().nextCursor();
        return new PersonView(
                id,
                person.name(),
                person.email(),
                person.emailProved(),
                PeopleViews.badge(person),
                person.leavesAt(),
                person.role().title(),
                person.localId(),
                person.createdAt(),
                person.lastSignInAt(),
                notices,
                person.ways().contains(Person.PASSWORD),
                file.identities().stream()
                        .map(way ->
                                new PersonView.Way(mark(way.provider()), way.label(), way.usedAt(), proof(way.proof())))
                        .toList(),
                factors(file),
                file.sessions().stream()
                        .map(session -> new PersonView.Session(
                                Devices.words(session.agent()), session.address(), session.seenAt()))
                        .toList(),
                file.keys().stream()
                        .map(key -> new PersonView.Key(
                                key.name(), key.prefix(), key.lastUsedAt(), key.isLiving(clock.instant())))
                        .toList(),
                file.connected().stream()
                        .map(one -> new PersonView.Connected(
                                mark(one.provider()), one.label(), one.connectedAt(), one.badge()))
                        .toList(),
                file.acts().items().stream().map(entry -> act(entry, file)).toList(),
                older == null ? null : PeoplePages.PAGE + "/" + id + "?cursor=" + older + "#acts",
                forms(reader, person, proof, refused));
    }

    private static List<PersonView.SecondFactor> factors(PersonFile file) {
        return Stream.concat(
                        file.apps().stream()
                                .map(app ->
                                        new PersonView.SecondFactor(app.name(), false, app.addedAt(), app.usedAt())),
                        file.passkeys().stream()
                                .map(key -> new PersonView.SecondFactor(key.name(), true, key.addedAt(), key.usedAt())))
                .toList();
    }

    /** On what an identity opens its account, in words; null when that was never said. */
    static @Nullable String proof(String by) {
        return switch (by) {
            case "sign-up" -> "made the account";
            case "import" -> "came with an older installation";
            case "first-proof" -> "the first to vouch for the address";
            case "fresh-sign-in" -> "joined after a fresh sign-in";
            default -> null;
        };
    }

    private static PersonView.Forms forms(
            Caller.Person reader, Person person, FreshProof.Asked proof, @Nullable Refused refused) {
        Role role = person.role();
        boolean status = Permission.SET_STATUS.allows(reader.role(), role);
        boolean localId = Permission.SET_LOCAL_ID.allows(reader.role(), role);
        String typed = typed(PersonPages.LOCAL_ID, refused);
        boolean factors = Permission.RESET_FACTORS.allows(reader.role(), role)
                && !reader.accountId().equals(person.id());
        return new PersonView.Forms(
                Permission.SET_ROLE.allows(reader.role(), role) ? PeopleViews.roles(reader.role(), role) : null,
                localId ? Objects.requireNonNullElse(typed, Objects.requireNonNullElse(person.localId(), "")) : null,
                status && (person.active() || person.isLeaving()),
                status && !person.active(),
                Permission.END_SESSIONS.allows(reader.role(), role),
                factors ? Objects.requireNonNullElse(typed(PersonPages.FACTORS, refused), "") : null,
                proof,
                refused == null ? null : shown(refused.form(), person),
                refused == null ? null : refused.error());
    }

    /** The form that says what is wrong: the other one of two, where somebody else changed the state meanwhile. */
    private static String shown(String form, Person person) {
        boolean disables = person.active() || person.isLeaving();
        return switch (form) {
            case PersonPages.ENABLE -> person.active() ? PersonPages.DISABLE : form;
            case PersonPages.DISABLE -> disables ? form : PersonPages.ENABLE;
            default -> form;
        };
    }

    private static @Nullable String typed(String form, @Nullable Refused refused) {
        return refused != null && refused.form().equals(form) ? refused.typed() : null;
    }

    private Mark mark(String provider) {
        return catalog.find(provider)
                .map(known -> new Mark(known.name(), known.mark()))
                .orElseGet(() -> new Mark(provider, null));
    }

    private static PersonView.Act act(AuditEntry entry, PersonFile file) {
        Optional<UUID> actor = PersonFiles.person(entry.actor());
        boolean themselves = actor.filter(file.person().id()::equals).isPresent();
        String before = entry.detail().get("before");
        String after = entry.detail().get("after");
        return new PersonView.Act(
                entry.at(),
                entry.action(),
                who(entry.actor(), actor, themselves, file),
                themselves ? null : actor.filter(file.names()::containsKey).orElse(null),
                entry.outcome() == AuditEvent.Outcome.REFUSED,
                before == null || after == null ? null : none(before) + " → " + none(after));
    }

    private static String who(String actor, Optional<UUID> person, boolean themselves, PersonFile file) {
        return themselves ? "Themselves" : actor(actor, person, file.names());
    }

    /** An actor of the trail, by name or in a word. */
    static String actor(String actor, Optional<UUID> person, Map<UUID, String> names) {
        if (person.isPresent()) {
            return names.getOrDefault(person.get(), "Somebody who is gone");
        }
        if (actor.startsWith("key:")) {
            return "An API key";
        }
        return switch (actor) {
            case "anonymous" -> "Nobody signed in";
            case "operator" -> "The operator";
            case "system" -> "Concierge";
            default -> actor;
        };
    }

    private static String none(String value) {
        return value.isEmpty() ? "none" : value;
    }
}
