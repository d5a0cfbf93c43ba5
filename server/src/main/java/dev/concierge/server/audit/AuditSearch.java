package dev.concierge.server.audit;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.Signer;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The whole trail, of all accounts, newest first. Whoever calls it has asked whether the reader may see it. */
@Component
public class AuditSearch {
    private static final int AT_ONCE = 1000;

    private final SystemScope system;
    private final AuditReader rows;
    private final Signer signer;

    AuditSearch(SystemScope system, AuditReader rows, Signer signer) {
        this.system = system;
        this.rows = rows;
        this.signer = signer;
    }

    /**
     * One page.
     *
     * @param reader whose cursor it is; another's is refused
     * @param cursor of the page before; null for the newest
     * @param limit 1 to 200
     * @throws dev.concierge.server.problem.ProblemException {@code bad-request} for a foreign cursor, {@code invalid-input} for the limit
     */
    public AuditPage<FoundEvent> page(UUID reader, AuditQuery query, @Nullable String cursor, int limit) {
        return page(reader, query, Set.of(), cursor, limit);
    }

    /**
     * One page, of some kinds of acts only.
     *
     * @param rooms what stands before the first dot of the action, as {@code session}; empty for all
     */
    public AuditPage<FoundEvent> page(
            UUID reader, AuditQuery query, Set<String> rooms, @Nullable String cursor, int limit) {
        AuditReader.check(limit);
        return AuditPage.of(
                after(Cursor.parse(cursor, reader, signer), query, rooms, limit + 1),
                limit,
                found -> place(found).text(reader, signer));
    }

    /** Hands over every event that fits, a thousand rows in memory at a time and no transaction open in between. */
    public void each(AuditQuery query, Consumer<FoundEvent> reader) {
        List<FoundEvent> page = after(Cursor.TOP, query, Set.of(), AT_ONCE);
        while (!page.isEmpty()) {
            page.forEach(reader);
            page = page.size() < AT_ONCE ? List.of() : after(place(page.getLast()), query, Set.of(), AT_ONCE);
        }
    }

    private static Cursor place(FoundEvent found) {
        return new Cursor(found.entry().at(), found.entry().id());
    }

    private List<FoundEvent> after(Cursor after, AuditQuery query, Set<String> rooms, int most) {
        return system.call(jdbc -> statement(jdbc, query, rooms)
                .param("at", SealRepository.utc(after.at()))
                .param("id", after.id())
                .param("most", most)
                .query((row, _) -> new FoundEvent(row.getObject("account_id", UUID.class), rows.entry(row)))
                .list());
    }

    private static JdbcClient.StatementSpec statement(JdbcClient jdbc, AuditQuery query, Set<String> rooms) {
        JdbcClient.StatementSpec statement = jdbc.sql("""
                select e.id, e.account_id, e.occurred_at, e.actor, e.action, e.outcome, e.target, e.detail::text as detail,
                       s.event_id, s.address, s.agent, s.email
                from audit_events e left join audit_subjects s on s.event_id = e.id
                where (e.occurred_at, e.id) < (:at, :id)
                """ + narrowed("e.account_id = :account", query.accountId())
                + narrowed("e.actor = :actor", query.actor())
                + narrowed("e.action = :action", query.action())
                + narrowed("e.outcome = :outcome", query.outcome())
                + narrowed("e.target = :target", query.target())
                + narrowed("e.occurred_at >= :from", query.from())
                + narrowed("e.occurred_at < :until", query.until())
                + narrowed("split_part(e.action, '.', 1) = any (:rooms)", rooms.isEmpty() ? null : rooms)
                + " order by e.occurred_at desc, e.id desc limit :most");
        statement = rooms.isEmpty() ? statement : statement.param("rooms", rooms.toArray(String[]::new));
        statement = query.accountId() == null ? statement : statement.param("account", query.accountId());
        statement = query.actor() == null ? statement : statement.param("actor", query.actor());
        statement = query.action() == null ? statement : statement.param("action", query.action());
        statement = query.outcome() == null
                ? statement
                : statement.param("outcome", query.outcome().word());
        statement = query.target() == null ? statement : statement.param("target", query.target());
        statement = query.from() == null ? statement : statement.param("from", SealRepository.utc(query.from()));
        return query.until() == null ? statement : statement.param("until", SealRepository.utc(query.until()));
    }

    private static String narrowed(String condition, @Nullable Object value) {
        return value == null ? "" : " and " + condition;
    }
}
