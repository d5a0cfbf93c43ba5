package dev.concierge.server.identity.own;

import dev.concierge.server.audit.AuditEntry;
import dev.concierge.server.audit.AuditPage;
import dev.concierge.server.audit.AuditQuery;
import dev.concierge.server.audit.AuditSearch;
import dev.concierge.server.audit.FoundEvent;
import dev.concierge.server.web.Caller;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The trail of one account, for its person: what they did, what others did to it, and who knocked. Address, device and e-mail of somebody else who acted on it
 * are theirs, and not shown.
 */
@Component
public class OwnTrail {
    /** What a page can be narrowed to. */
    public enum Kind {
        SIGNING_IN("Signing in"),
        WAYS_IN("Passwords, factors and keys"),
        CONNECTED("Connected accounts"),
        ACCOUNT("Account and profile");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** What stands before the first dot of such acts. */
        private Set<String> rooms() {
            return switch (this) {
                case SIGNING_IN -> Set.of("session", "token", "request", "alert");
                case WAYS_IN -> Set.of("password", "identity", "factor", "api_key");
                case CONNECTED -> Set.of("integration", "grant", "revocation", "sync", "ticket", "emergency");
                case ACCOUNT -> Set.of("account", "export", "invitation", "audit", "people");
            };
        }

        public String title() {
            return title;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** By its word. */
        public static Optional<Kind> parse(String word) {
            return Arrays.stream(values())
                    .filter(one -> one.word().equals(word))
                    .findFirst();
        }
    }

    /** Who did it, from where its person stands. */
    public enum By {
        SELF,
        KEY,
        /** Somebody who was not signed in. */
        STRANGER,
        /** Another person: an administrator or a manager. */
        ADMINISTRATOR,
        /** Whoever runs the installation, at its machine. */
        OPERATOR,
        /** The program by itself. */
        SYSTEM
    }

    /**
     * One act.
     *
     * @param entry without anything personal of somebody else
     */
    public record Act(By by, AuditEntry entry) {}

    private final AuditSearch search;

    OwnTrail(AuditSearch search) {
        this.search = search;
    }

    /**
     * One page, the newest first.
     *
     * @param kind null for all
     * @param from the earliest moment; null for none
     * @param until the moment before which it was; null for none
     * @param limit 1 to 200
     * @throws dev.concierge.server.problem.ProblemException {@code bad-request} for a cursor that somebody else was given
     */
    public AuditPage<Act> page(
            Caller.Person person,
            @Nullable Kind kind,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String cursor,
            int limit) {
        AuditQuery query = new AuditQuery(person.accountId(), null, null, null, null, from, until);
        Set<String> rooms = kind == null ? Set.of() : kind.rooms();
        AuditPage<FoundEvent> page = search.page(person.accountId(), query, rooms, cursor, limit);
        return new AuditPage<>(
                page.items().stream()
                        .map(found -> act(person.accountId(), found))
                        .toList(),
                page.nextCursor());
    }

    /** Hands over all of an account's, the newest first, with no transaction open. */
    void each(UUID accountId, Consumer<Act> reader) {
        search.each(
                new AuditQuery(accountId, null, null, null, null, null, null),
                found -> reader.accept(act(accountId, found)));
    }

    private static Act act(UUID accountId, FoundEvent found) {
        By by = by(accountId, found.entry().actor());
        return new Act(
                by,
                switch (by) {
                    case SELF, KEY, STRANGER -> found.entry();
                    case SYSTEM -> found.withoutSubject().entry();
                    case ADMINISTRATOR, OPERATOR ->
                        withoutReason(found.withoutSubject().entry());
                });
    }

    /** What they wrote as their reason is for other administrators. */
    private static AuditEntry withoutReason(AuditEntry entry) {
        Map<String, String> detail = new HashMap<>(entry.detail());
        detail.remove("reason");
        return new AuditEntry(
                entry.id(),
                entry.at(),
                entry.actor(),
                entry.action(),
                entry.outcome(),
                entry.target(),
                detail,
                entry.subject());
    }

    private static By by(UUID accountId, String actor) {
        if (actor.equals("person:" + accountId)) {
            return By.SELF;
        }
        if (actor.startsWith("person:")) {
            return By.ADMINISTRATOR;
        }
        if (actor.startsWith("key:")) {
            return By.KEY;
        }
        return switch (actor) {
            case "anonymous" -> By.STRANGER;
            case "operator" -> By.OPERATOR;
            default -> By.SYSTEM;
        };
    }
}
