package dev.concierge.server.identity.people;

import dev.concierge.server.audit.AuditEntry;
import dev.concierge.server.audit.AuditPage;
import dev.concierge.server.audit.AuditReader;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.identity.Accounts;
import dev.concierge.server.identity.ApiKeys;
import dev.concierge.server.identity.Authenticators;
import dev.concierge.server.identity.ConnectedAccounts;
import dev.concierge.server.identity.Passkeys;
import dev.concierge.server.identity.Sessions;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Gathers what there is about one person, each part under that person's own account. */
@Component
public class PersonFiles {
    private static final int ACTS = 20;
    private static final String BY_PERSON = "person:";

    private final PeopleDesk desk;
    private final PeopleRepository repository;
    private final Accounts accounts;
    private final Authenticators apps;
    private final Passkeys passkeys;
    private final Sessions sessions;
    private final ApiKeys keys;
    private final AuditReader audit;
    private final ObjectProvider<ConnectedAccounts> connected;
    private final SystemScope system;

    PersonFiles(
            PeopleDesk desk,
            PeopleRepository repository,
            Accounts accounts,
            Authenticators apps,
            Passkeys passkeys,
            Sessions sessions,
            ApiKeys keys,
            AuditReader audit,
            ObjectProvider<ConnectedAccounts> connected,
            SystemScope system) {
        this.desk = desk;
        this.repository = repository;
        this.accounts = accounts;
        this.apps = apps;
        this.passkeys = passkeys;
        this.sessions = sessions;
        this.keys = keys;
        this.audit = audit;
        this.connected = connected;
        this.system = system;
    }

    /**
     * One person.
     *
     * @param cursor of the page of acts before; null for the newest
     * @throws dev.concierge.server.problem.ProblemException {@code forbidden}, {@code not-found}, {@code bad-request} for a cursor of another list
     */
    public PersonFile open(Caller.Person actor, UUID id, @Nullable String cursor) {
        Person person = desk.one(actor, id);
        AuditPage<AuditEntry> acts = Permission.SEE_AUDIT.allows(actor.role())
                ? audit.events(id, null, cursor, ACTS)
                : new AuditPage<>(List.of(), null);
        Set<UUID> actors = acts.items().stream()
                .map(entry -> person(entry.actor()))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return new PersonFile(
                person,
                accounts.identities(id),
                apps.of(id),
                passkeys.of(id),
                sessions.of(id),
                keys.of(id),
                connected.stream().flatMap(room -> room.of(id).stream()).toList(),
                acts,
                system.call(jdbc -> repository.names(jdbc, List.copyOf(actors))));
    }

    /** The account of an actor who is a person. */
    public static Optional<UUID> person(String actor) {
        if (!actor.startsWith(BY_PERSON)) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(actor.substring(BY_PERSON.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
