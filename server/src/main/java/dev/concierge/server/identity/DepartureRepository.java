package dev.concierge.server.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tables {@code account_departures} and {@code departure_receipts}, and what they do to {@code accounts}. */
@Repository
class DepartureRepository {
    /**
     * An account that leaves.
     *
     * @param id also of the last mail and the receipt
     * @param begunAt null while it may still be kept
     * @param counted what went at once when it began, as JSON; null before
     */
    record Row(
            UUID id,
            Instant askedAt,
            Instant dueAt,
            @Nullable Instant begunAt,
            @Nullable String counted) {}

    /** A link by which an account is kept, with the account as it is now. */
    record Peeked(Account account, Instant dueAt) {}

    /** What a receipt's link shows; the summary is JSON. */
    record Receipt(
            Instant askedAt,
            Instant begunAt,
            @Nullable Instant doneAt,
            @Nullable String summary) {}

    /** Makes acts that change roles or states wait for each other, before any account is locked, on every node. */
    void lockRoles(JdbcClient jdbc) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(hashtext('kept_administrator'))")
                .query(Integer.class)
                .single();
    }

    /** Sees to it that an administrator stays, when one came back. */
    void administratorCame(JdbcClient jdbc) {
        jdbc.sql("select keep_administrator(null)").query(Boolean.class).single();
    }

    /** Whether an administrator who can sign in stays when this one leaves; sees to it then. */
    boolean administratorStays(JdbcClient jdbc, UUID leaving, OfferedWays offered) {
        return jdbc.sql("select administrator_stays(:leaving, :providers, :links)")
                .param("leaving", leaving)
                .param("providers", offered.providers().toArray(String[]::new))
                .param("links", offered.links())
                .query(Boolean.class)
                .single();
    }

    boolean leave(JdbcClient jdbc) {
        return jdbc.sql("select account_leave()").query(Boolean.class).single();
    }

    boolean keep(JdbcClient jdbc) {
        return jdbc.sql("select account_keep()").query(Boolean.class).single();
    }

    boolean empty(JdbcClient jdbc, Instant now) {
        return jdbc.sql("select account_empty(:now)")
                .param("now", Rows.utc(now))
                .query(Boolean.class)
                .single();
    }

    /** The end of the account, and what is kept of it. @return false when it is not at that point */
    boolean erase(JdbcClient jdbc, String summary, Instant now, Instant until) {
        return jdbc.sql("select account_erase(:summary, :now, :until)")
                .param("summary", summary)
                .param("now", Rows.utc(now))
                .param("until", Rows.utc(until))
                .query(Boolean.class)
                .single();
    }

    void insert(JdbcClient jdbc, UUID id, UUID accountId, Instant now, Instant due, @Nullable TokenHash keep) {
        delete(jdbc, accountId);
        jdbc.sql("""
                        insert into account_departures (id, account_id, asked_at, due_at, keep_hash)
                        values (:id, :account, :now, :due, :keep)
                        """)
                .param("id", id)
                .param("account", accountId)
                .param("now", Rows.utc(now))
                .param("due", Rows.utc(due))
                .param("keep", keep == null ? null : keep.bytes(), java.sql.Types.BINARY)
                .update();
    }

    void delete(JdbcClient jdbc, UUID accountId) {
        jdbc.sql("delete from account_departures where account_id = :account and begun_at is null")
                .param("account", accountId)
                .update();
    }

    /** No other act sees it until the transaction ends. */
    Optional<Row> lock(JdbcClient jdbc, UUID accountId) {
        return jdbc.sql("""
                        select id, asked_at, due_at, begun_at, counted from account_departures where account_id = :account for update
                        """)
                .param("account", accountId)
                .query((row, _) -> new Row(
                        row.getObject("id", UUID.class),
                        Rows.instant(row, "asked_at"),
                        Rows.instant(row, "due_at"),
                        Rows.instantOrNull(row, "begun_at"),
                        row.getString("counted")))
                .optional();
    }

    void begin(JdbcClient jdbc, UUID id, TokenHash receipt, String counted, Instant now) {
        jdbc.sql("""
                        update account_departures set begun_at = :now, receipt_hash = :receipt, counted = :counted
                        where id = :id and begun_at is null
                        """)
                .param("now", Rows.utc(now))
                .param("receipt", receipt.bytes())
                .param("counted", counted)
                .param("id", id)
                .update();
    }

    /** By the role auth. */
    Optional<Peeked> peek(JdbcClient jdbc, TokenHash keep, Instant now) {
        return jdbc.sql("select * from departure_peek(:keep, :now)")
                .param("keep", keep.bytes())
                .param("now", Rows.utc(now))
                .query((row, _) -> new Peeked(Rows.account(row), Rows.instant(row, "due_at")))
                .optional();
    }

    /** By the role auth. */
    Optional<Receipt> receipt(JdbcClient jdbc, TokenHash link, Instant now) {
        return jdbc.sql("select * from departure_receipt(:link, :now)")
                .param("link", link.bytes())
                .param("now", Rows.utc(now))
                .query((row, _) -> new Receipt(
                        Rows.instant(row, "asked_at"),
                        Rows.instant(row, "begun_at"),
                        Rows.instantOrNull(row, "done_at"),
                        row.getString("summary")))
                .optional();
    }

    /** By the role system. @return how many */
    int purge(JdbcClient jdbc, Instant before, int most) {
        return jdbc.sql("""
                        delete from departure_receipts where id in
                            (select id from departure_receipts where expires_at < :before limit :most)
                        """)
                .param("before", Rows.utc(before))
                .param("most", most)
                .update();
    }
}
