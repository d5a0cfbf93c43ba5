package dev.concierge.server.audit;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.Signer;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The trail for pages: an account's own events and vends, newest first. */
@Component
public class AuditReader {
    private static final int MOST = 200;
    private static final TypeReference<Map<String, String>> FACTS = new TypeReference<>() {};

    /** How often an actor was handed a token. */
    public record ActorCount(String actor, long vends) {}

    private final AccountScope accounts;
    private final Signer signer;
    private final JsonMapper json;
    private final Clock clock;

    AuditReader(AccountScope accounts, Signer signer, JsonMapper json, Clock clock) {
        this.accounts = accounts;
        this.signer = signer;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Events about an account.
     *
     * @param target only those of this row, as {@code kind:id}; null for all
     * @param cursor of the page before; null for the newest
     * @param limit 1 to {@value #MOST}
     */
    public AuditPage<AuditEntry> events(UUID accountId, @Nullable String target, @Nullable String cursor, int limit) {
        Cursor after = Cursor.parse(cursor, accountId, signer);
        check(limit);
        List<AuditEntry> entries = accounts.call(
                accountId,
                jdbc -> jdbc.sql("""
                        select e.id, e.occurred_at, e.actor, e.action, e.outcome, e.target, e.detail::text as detail,
                               s.event_id, s.address, s.agent, s.email
                        from audit_events e left join audit_subjects s on s.event_id = e.id
                        where e.account_id = :account and (e.occurred_at, e.id) < (:at, :id)
                          and (cast(:target as text) is null or e.target = :target)
                        order by e.occurred_at desc, e.id desc limit :limit
                        """)
                        .param("account", accountId)
                        .param("at", SealRepository.utc(after.at()))
                        .param("id", after.id())
                        .param("target", target)
                        .param("limit", limit + 1)
                        .query((row, _) -> entry(row))
                        .list());
        return AuditPage.of(entries, limit, entry -> new Cursor(entry.at(), entry.id()).text(accountId, signer));
    }

    /**
     * Vends of an account.
     *
     * @param integrationId only those of this integration; null for all
     */
    public AuditPage<VendEntry> vendsOf(
            UUID accountId, @Nullable UUID integrationId, @Nullable String cursor, int limit) {
        Cursor after = Cursor.parse(cursor, accountId, signer);
        check(limit);
        List<VendEntry> entries = accounts.call(
                accountId,
                jdbc -> jdbc.sql("""
                        select id, occurred_at, actor, integration_id from audit_vends
                        where account_id = :account and (occurred_at, id) < (:at, :id)
                          and (cast(:integration as uuid) is null or integration_id = :integration)
                        order by occurred_at desc, id desc limit :limit
                        """)
                        .param("account", accountId)
                        .param("at", SealRepository.utc(after.at()))
                        .param("id", after.id())
                        .param("integration", integrationId)
                        .param("limit", limit + 1)
                        .query((row, _) -> new VendEntry(
                                row.getObject("id", UUID.class),
                                SealRepository.instant(row, "occurred_at"),
                                row.getString("actor"),
                                row.getObject("integration_id", UUID.class)))
                        .list());
        return AuditPage.of(entries, limit, entry -> new Cursor(entry.at(), entry.id()).text(accountId, signer));
    }

    /**
     * What happened to an integration: the acts on it and on its grant, and each vend as the act {@code token.vend}.
     *
     * @param grantId null when it has none any more
     */
    public AuditPage<AuditEntry> activity(
            UUID accountId, UUID integrationId, @Nullable UUID grantId, @Nullable String cursor, int limit) {
        Cursor after = Cursor.parse(cursor, accountId, signer);
        check(limit);
        List<AuditEntry> entries = accounts.call(
                accountId,
                jdbc -> jdbc.sql("""
                        (select id, occurred_at, actor, action, outcome, target, detail::text as detail,
                                null::uuid as event_id, null as address, null as agent, null as email
                         from audit_events
                         where account_id = :account and (occurred_at, id) < (:at, :id) and target in (:integrationTarget, :grantTarget)
                         order by occurred_at desc, id desc limit :limit)
                        union all
                        (select id, occurred_at, actor, 'token.vend', 'done', :integrationTarget, '{}', null, null, null, null
                         from audit_vends
                         where account_id = :account and (occurred_at, id) < (:at, :id) and integration_id = :integration
                         order by occurred_at desc, id desc limit :limit)
                        order by occurred_at desc, id desc limit :limit
                        """)
                        .param("account", accountId)
                        .param("at", SealRepository.utc(after.at()))
                        .param("id", after.id())
                        .param("integration", integrationId)
                        .param("integrationTarget", "integration:" + integrationId)
                        .param("grantTarget", "grant:" + grantId)
                        .param("limit", limit + 1)
                        .query((row, _) -> entry(row))
                        .list());
        return AuditPage.of(entries, limit, entry -> new Cursor(entry.at(), entry.id()).text(accountId, signer));
    }

    /** Who was handed tokens of an integration since midnight UTC, and how often; the most frequent first. */
    public List<ActorCount> vendsToday(UUID accountId, UUID integrationId) {
        return accounts.call(
                accountId,
                jdbc -> jdbc.sql("""
                        select actor, count(*) as vends from audit_vends
                        where account_id = :account and integration_id = :integration and occurred_at >= :midnight
                        group by actor order by vends desc, actor
                        """)
                        .param("account", accountId)
                        .param("integration", integrationId)
                        .param(
                                "midnight",
                                clock.instant().atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS))
                        .query((row, _) -> new ActorCount(row.getString("actor"), row.getLong("vends")))
                        .list());
    }

    AuditEntry entry(ResultSet row) throws SQLException {
        boolean known = row.getObject("event_id") != null;
        return new AuditEntry(
                row.getObject("id", UUID.class),
                SealRepository.instant(row, "occurred_at"),
                row.getString("actor"),
                row.getString("action"),
                AuditEvent.Outcome.valueOf(row.getString("outcome").toUpperCase(java.util.Locale.ROOT)),
                row.getString("target"),
                json.readValue(row.getString("detail"), FACTS),
                known
                        ? new AuditEvent.Subject(
                                row.getString("address"), row.getString("agent"), row.getString("email"))
                        : null);
    }

    static void check(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new ProblemException(ProblemType.INVALID_INPUT, "limit is a number from 1 to " + MOST + ".");
        }
    }
}
