package dev.concierge.server.audit;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * How often tokens were handed out and renewed, by integration, caller and UTC day: the table {@code audit_usage}. Vends are counted by the batch that
 * writes them down ({@link VendRepository}), refreshes by the transaction that stores the token.
 */
@Component
public class UsageCounts {
    /** Refreshes of a grant come one at a time over all nodes, so they need no slot of each node's own. */
    private static final int REFRESHES = 0;

    private final AccountScope accounts;
    private final SystemScope system;
    private final Clock clock;

    UsageCounts(AccountScope accounts, SystemScope system, Clock clock) {
        this.accounts = accounts;
        this.system = system;
        this.clock = clock;
    }

    /**
     * Counts a refresh that stored a token: one statement. Inside the transaction that stores it, which is the account's.
     *
     * @param caller who asked for it
     */
    public void refreshed(UUID accountId, UUID integrationId, String caller) {
        CurrentTransaction.jdbc()
                .sql("""
                        insert into audit_usage (account_id, integration_id, day, caller, slot, refreshes)
                        values (:account, :integration, :day, :caller, :slot, 1)
                        on conflict (account_id, integration_id, day, caller, slot) do update set refreshes = audit_usage.refreshes + 1
                        """)
                .param("account", accountId)
                .param("integration", integrationId)
                .param("day", today())
                .param("caller", caller)
                .param("slot", REFRESHES)
                .update();
    }

    /** The counts of an integration, from one day to another and both of them, by day and caller; days without any are left out. */
    public List<UsageCount> of(UUID accountId, UUID integrationId, LocalDate from, LocalDate to) {
        return accounts.call(
                accountId,
                jdbc -> jdbc.sql("""
                        select day, caller, sum(vends)::bigint as vends, sum(refreshes)::bigint as refreshes from audit_usage
                        where account_id = :account and integration_id = :integration and day between :from and :to
                        group by day, caller order by day, caller
                        """)
                        .param("account", accountId)
                        .param("integration", integrationId)
                        .param("from", from)
                        .param("to", to)
                        .query((row, _) -> new UsageCount(
                                row.getObject("day", LocalDate.class),
                                row.getString("caller"),
                                row.getLong("vends"),
                                row.getLong("refreshes")))
                        .list());
    }

    /** The counts of all of an account's integrations, from one day to another and both of them, by day; days without any are left out. */
    public List<UsageDay> days(UUID accountId, LocalDate from, LocalDate to) {
        return accounts.call(
                accountId,
                jdbc -> jdbc.sql("""
                        select day, sum(vends)::bigint as vends, sum(refreshes)::bigint as refreshes from audit_usage
                        where account_id = :account and day between :from and :to
                        group by day order by day
                        """)
                        .param("account", accountId)
                        .param("from", from)
                        .param("to", to)
                        .query((row, _) -> new UsageDay(
                                row.getObject("day", LocalDate.class), row.getLong("vends"), row.getLong("refreshes")))
                        .list());
    }

    /** Today as the counts have it: by UTC. */
    public LocalDate today() {
        return clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** Removes counts of days before; those of the oldest days first, at most so many. @return how many went */
    int forget(LocalDate before, int atMost) {
        return system.call(jdbc ->
                jdbc.sql("""
                        delete from audit_usage where ctid = any (array(
                            select ctid from audit_usage where day < :before order by day limit :most for update skip locked))
                        """).param("before", before).param("most", atMost).update());
    }
}
