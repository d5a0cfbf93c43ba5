package dev.concierge.server.identity.people;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditPage;
import dev.concierge.server.audit.AuditQuery;
import dev.concierge.server.audit.AuditSearch;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.audit.FoundEvent;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.identity.AdminDoor;
import dev.concierge.server.identity.Visitor;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import dev.concierge.server.web.Role;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The trail of everybody, for managers and administrators. Managers see what was done, by whom and to what; addresses, devices and e-mails of the other end are
 * for administrators. Whoever takes a copy away is written down first, with what they asked for.
 */
@Component
public class Trail {
    /** Where an export goes. */
    public interface Target {
        OutputStream open() throws IOException;
    }

    private final AuditSearch search;
    private final AuditTrail audit;
    private final PeopleRepository people;
    private final AdminDoor door;
    private final SystemScope system;
    private final Clock clock;
    private final JsonMapper json;

    Trail(
            AuditSearch search,
            AuditTrail audit,
            PeopleRepository people,
            AdminDoor door,
            SystemScope system,
            Clock clock,
            JsonMapper json) {
        this.search = search;
        this.audit = audit;
        this.people = people;
        this.door = door;
        this.system = system;
        this.clock = clock;
        this.json = json;
    }

    /** @throws ProblemException {@code forbidden} */
    public void admit(Caller.Person actor) {
        door.admit(actor, Permission.SEE_AUDIT);
    }

    /**
     * One page, newest first.
     *
     * @param limit 1 to 200
     * @throws ProblemException {@code forbidden}, {@code invalid-input}, {@code bad-request} for a cursor that somebody else was given
     */
    public AuditPage<FoundEvent> page(Caller.Person actor, AuditQuery query, @Nullable String cursor, int limit) {
        admit(actor);
        AuditPage<FoundEvent> page = search.page(actor.accountId(), query, cursor, limit);
        return new AuditPage<>(
                page.items().stream().map(found -> shown(actor, found)).toList(), page.nextCursor());
    }

    /** Names of those who acted and of those it was about, by account; those who are gone are missing. */
    public Map<UUID, String> names(List<FoundEvent> events) {
        List<UUID> ids = events.stream()
                .flatMap(found -> Stream.concat(
                        Stream.ofNullable(found.accountId()),
                        PersonFiles.person(found.entry().actor()).stream()))
                .distinct()
                .toList();
        return system.call(jdbc -> people.names(jdbc, ids));
    }

    /**
     * Writes every event that fits, newest first, in UTF-8. Leaves the stream open.
     *
     * @param target opened once nothing can be refused any more
     * @throws ProblemException {@code forbidden}; {@code invalid-input} for a report without an account, a beginning or an end
     */
    public void export(Caller.Person actor, AuditQuery query, TrailForm form, Target target, Visitor visitor)
            throws IOException {
        admit(actor);
        String owner = form == TrailForm.HTML ? owner(query) : "";
        AuditEvent event = AuditEvent.done(actor.accountId(), actor.actor(), "audit.export", null)
                .with("format", form.word());
        for (Map.Entry<String, String> word : query.words().entrySet()) {
            event = event.with(word.getKey(), word.getValue());
        }
        audit.recordAlone(event.from(visitor.subject(actor.email())));
        Writer writer = new BufferedWriter(new OutputStreamWriter(target.open(), StandardCharsets.UTF_8));
        try {
            switch (form) {
                case JSONL ->
                    search.each(
                            query,
                            found -> write(writer, json.writeValueAsString(TrailLine.of(shown(actor, found))) + "\n"));
                case HTML -> {
                    writer.write(TrailReport.head(owner, query, clock.instant(), actor.name()));
                    search.each(query, found -> write(writer, TrailReport.row(shown(actor, found))));
                    writer.write(TrailReport.FOOT);
                }
            }
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
        writer.flush();
    }

    private String owner(AuditQuery query) {
        UUID id = query.accountId();
        if (id == null || query.from() == null || query.until() == null) {
            throw new ProblemException(
                    ProblemType.INVALID_INPUT,
                    "A report is about one account and a period: say account, from and until.");
        }
        return system.call(jdbc -> people.names(jdbc, List.of(id))).getOrDefault(id, "Somebody who is gone");
    }

    private static FoundEvent shown(Caller.Person actor, FoundEvent found) {
        return actor.role() == Role.ADMIN ? found : found.withoutSubject();
    }

    private static void write(Writer writer, String text) {
        try {
            writer.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
