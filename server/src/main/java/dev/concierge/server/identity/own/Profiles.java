package dev.concierge.server.identity.own;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.NodeCache;
import dev.concierge.server.database.NodeCaches;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.identity.DisplayName;
import dev.concierge.server.identity.Visitor;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.DateForm;
import dev.concierge.server.web.PersonFormats;
import dev.concierge.server.web.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Names, time zones and forms of dates: read by every page, changed by their person. */
@Component
public class Profiles implements PersonFormats {
    private static final int CACHED = 100_000;

    private record Known(UUID accountId, PersonFormat format) {}

    private final AccountScope scope;
    private final NodeCache<UUID, Known> cache;
    private final Notifications notifications;
    private final AuditTrail audit;

    Profiles(AccountScope scope, NodeCaches caches, Notifications notifications, AuditTrail audit) {
        this.scope = scope;
        this.cache = caches.create(CACHED, known -> List.of(known.accountId()));
        this.notifications = notifications;
        this.audit = audit;
    }

    /** What a change became. */
    public sealed interface Outcome {
        record Saved() implements Outcome {}

        /** One sentence for each field that cannot be taken; nothing was changed. */
        record Unfit(
                @Nullable String name,
                @Nullable String zone,
                @Nullable String form) implements Outcome {}
    }

    @Override
    public PersonFormat of(Caller.Person person) {
        Known known = cache.get(
                person.accountId(),
                id -> find(id).map(profile -> new Known(id, new PersonFormat(profile.zone(), profile.form())))
                        .orElse(null));
        return known == null ? PersonFormat.USUAL : known.format();
    }

    /** @throws ProblemException {@code not-found} when the account is gone */
    public Profile require(UUID accountId) {
        return find(accountId)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such account any more."));
    }

    private Optional<Profile> find(UUID accountId) {
        return scope.call(
                accountId,
                jdbc -> jdbc.sql("""
                                select display_name, email, coalesce(email_verified, false) as proved, role, local_id, created_at, time_zone, date_form
                                from accounts where account_id = :id
                                """)
                        .param("id", accountId)
                        .query((row, _) -> profile(row))
                        .optional());
    }

    private static Profile profile(ResultSet row) throws SQLException {
        return new Profile(
                row.getString("display_name"),
                row.getString("email"),
                row.getBoolean("proved"),
                Role.of(row.getString("role")),
                row.getString("local_id"),
                Objects.requireNonNull(row.getObject("created_at", OffsetDateTime.class))
                        .toInstant(),
                TimeZones.parse(row.getString("time_zone")).orElse(ZoneId.of("UTC")),
                DateForm.parse(row.getString("date_form")).orElse(DateForm.DAY_FIRST));
    }

    /**
     * Changes what a person may change.
     *
     * @param typedName as typed
     * @param typedZone one of {@link TimeZones#names()}
     * @param typedForm the word of a {@link DateForm}
     */
    public Outcome save(Caller.Person person, String typedName, String typedZone, String typedForm, Visitor visitor) {
        Optional<DisplayName> name = DisplayName.parse(typedName);
        Optional<ZoneId> zone = TimeZones.parse(typedZone);
        Optional<DateForm> form = DateForm.parse(typedForm);
        if (name.isEmpty() || zone.isEmpty() || form.isEmpty()) {
            return new Outcome.Unfit(
                    name.isPresent() ? null : "Write a name of one line, up to 100 characters.",
                    zone.isPresent() ? null : "Choose a time zone of the list.",
                    form.isPresent() ? null : "Choose one of the forms.");
        }
        scope.run(person.accountId(), jdbc -> {
            jdbc.sql("""
                            update accounts set display_name = :name, time_zone = :zone, date_form = :form where account_id = :id
                            """)
                    .param("name", name.get().value())
                    .param("zone", zone.get().getId())
                    .param("form", form.get().word())
                    .param("id", person.accountId())
                    .update();
            notifications.changed(person.accountId());
            audit.record(AuditEvent.done(
                            person.accountId(), person.actor(), "account.profile", "account:" + person.accountId())
                    .from(visitor.subject(person.email())));
        });
        return new Outcome.Saved();
    }
}
