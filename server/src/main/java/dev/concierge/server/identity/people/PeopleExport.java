package dev.concierge.server.identity.people;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.identity.AdminDoor;
import dev.concierge.server.identity.Visitor;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Csv;
import dev.concierge.server.web.Permission;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Everybody into a file, a thousand at a time, so that a million need no more memory than ten. */
@Component
public class PeopleExport {
    private static final int AT_ONCE = 1000;
    private static final String LINE_END = "\r\n";

    /** One person as the file has them. */
    private record Line(
            UUID id,
            @Nullable String email,
            boolean emailVerified,
            String name,
            String role,
            String status,
            @Nullable String localId,
            List<String> ways,
            Instant createdAt,
            @Nullable Instant lastSignInAt) {
        static final List<String> NAMES = List.of(
                "id",
                "email",
                "emailVerified",
                "name",
                "role",
                "status",
                "localId",
                "ways",
                "createdAt",
                "lastSignInAt");

        static Line of(Person person) {
            return new Line(
                    person.id(),
                    person.email(),
                    person.emailProved(),
                    person.name(),
                    person.role().word(),
                    person.status(),
                    person.localId(),
                    person.ways(),
                    person.createdAt(),
                    person.lastSignInAt());
        }

        List<String> cells() {
            return List.of(
                    id.toString(),
                    Objects.requireNonNullElse(email, ""),
                    Boolean.toString(emailVerified),
                    name,
                    role,
                    status,
                    Objects.requireNonNullElse(localId, ""),
                    String.join(" ", ways),
                    createdAt.toString(),
                    lastSignInAt == null ? "" : lastSignInAt.toString());
        }
    }

    private final PeopleSearch search;
    private final AdminDoor door;
    private final SystemScope system;
    private final AuditTrail audit;
    private final JsonMapper json;

    PeopleExport(PeopleSearch search, AdminDoor door, SystemScope system, AuditTrail audit, JsonMapper json) {
        this.search = search;
        this.door = door;
        this.system = system;
        this.audit = audit;
        this.json = json;
    }

    /**
     * Writes everybody, the newest first, in UTF-8; CSV with a byte order mark, for spreadsheets. Leaves the stream open.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code forbidden}
     */
    public void write(Caller.Person actor, FileFormat format, OutputStream out, Visitor visitor) throws IOException {
        door.admit(actor, Permission.MOVE_PEOPLE);
        audit.recordAlone(AuditEvent.done(actor.accountId(), actor.actor(), "people.export", null)
                .with("format", format.word())
                .from(visitor.subject(actor.email())));
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writer.write(
                switch (format) {
                    case CSV -> "\uFEFF" + Csv.line(Line.NAMES) + LINE_END;
                    case JSON -> "[";
                });
        long written = 0;
        List<PeopleSearch.Found> page = page(null);
        while (!page.isEmpty()) {
            for (PeopleSearch.Found found : page) {
                writer.write(text(format, Line.of(found.person()), written == 0));
                written++;
            }
            page = page.size() < AT_ONCE
                    ? List.of()
                    : page(page.getLast().person().id());
        }
        writer.write(format == FileFormat.JSON ? "\n]\n" : "");
        writer.flush();
    }

    private List<PeopleSearch.Found> page(@Nullable UUID after) {
        return system.call(jdbc -> search.newest(jdbc, PeopleQuery.ALL, after, AT_ONCE));
    }

    private String text(FileFormat format, Line line, boolean first) {
        return switch (format) {
            case CSV -> Csv.line(line.cells()) + LINE_END;
            case JSON -> (first ? "\n" : ",\n") + json.writeValueAsString(line);
        };
    }
}
