package dev.concierge.server.mail;

import dev.concierge.server.encryption.Ciphertext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code mails}. */
@Repository
class MailRepository {
    /** A mail as it is written. */
    record Fresh(
            UUID id,
            UUID accountId,
            String kind,
            MailAddress to,
            String subject,
            Ciphertext body,
            Instant createdAt,
            Instant giveUpAt) {}

    /**
     * A mail.
     *
     * @param attempt how often it was claimed, this time included: whoever claimed it later wins
     */
    record Row(
            UUID id,
            UUID accountId,
            MailAddress to,
            String subject,
            @Nullable Ciphertext body,
            int attempt,
            Instant createdAt,
            Instant giveUpAt) {}

    /** Whose a mail is, as the system role sees it. */
    record Place(UUID id, UUID accountId) {}

    /** Once for an id. */
    void insert(JdbcClient jdbc, Fresh mail) {
        jdbc.sql("""
                        insert into mails (id, account_id, kind, recipient, subject, body, created_at, give_up_at)
                        values (:id, :account, :kind, :to, :subject, :body, :created, :giveUp) on conflict (id) do nothing
                        """)
                .param("id", mail.id())
                .param("account", mail.accountId())
                .param("kind", mail.kind())
                .param("to", mail.to().value())
                .param("subject", mail.subject())
                .param("body", mail.body().bytes())
                .param("created", utc(mail.createdAt()))
                .param("giveUp", utc(mail.giveUpAt()))
                .update();
    }

    /** Whether it waits, claimed or not. */
    boolean isQueued(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select exists (select 1 from mails where id = :id and state = 'queued')")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    /** Takes a mail that waits and that nobody holds; empty otherwise. */
    Optional<Row> claim(JdbcClient jdbc, UUID id, Instant now, Instant until) {
        return jdbc.sql("""
                        update mails set claimed_until = :until, attempts = attempts + 1
                        where id = :id and state = 'queued' and (claimed_until is null or claimed_until <= :now)
                        returning id, account_id, recipient, subject, body, attempts, created_at, give_up_at
                        """)
                .param("id", id)
                .param("now", utc(now))
                .param("until", utc(until))
                .query((row, _) -> row(row))
                .optional();
    }

    /** Lets go of a mail that could not be sent now. */
    void release(JdbcClient jdbc, Row mail, String answer) {
        jdbc.sql("""
                        update mails set claimed_until = null, answer = :answer
                        where id = :id and state = 'queued' and attempts = :attempt
                        """)
                .param("id", mail.id())
                .param("attempt", mail.attempt())
                .param("answer", answer)
                .update();
    }

    /** Ends a mail; the body goes, unless it is kept to be shown. */
    void finish(JdbcClient jdbc, Row mail, String state, @Nullable String answer, Instant now) {
        jdbc.sql("""
                        update mails set state = :state, answer = :answer, finished_at = :now, claimed_until = null,
                            body = case when :state = 'kept' then body end
                        where id = :id and state = 'queued' and attempts = :attempt
                        """)
                .param("id", mail.id())
                .param("attempt", mail.attempt())
                .param("state", state)
                .param("answer", answer)
                .param("now", utc(now))
                .update();
    }

    /** By the role system: the newest of the kept ones. */
    List<Place> kept(JdbcClient jdbc, int most) {
        return jdbc.sql(
                        "select id, account_id from mails where state = 'kept' order by created_at desc, id desc limit :most")
                .param("most", most)
                .query((row, _) -> place(row))
                .list();
    }

    /** By the role system. */
    Optional<Place> kept(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select id, account_id from mails where state = 'kept' and id = :id")
                .param("id", id)
                .query((row, _) -> place(row))
                .optional();
    }

    Optional<Row> find(JdbcClient jdbc, UUID id) {
        return jdbc.sql(
                        "select id, account_id, recipient, subject, body, attempts, created_at, give_up_at from mails where id = :id")
                .param("id", id)
                .query((row, _) -> row(row))
                .optional();
    }

    /** By the role system: deletes what was over before a moment. @return how many */
    int purge(JdbcClient jdbc, Instant before, int most) {
        return jdbc.sql("""
                        delete from mails where id in
                            (select id from mails where coalesce(finished_at, give_up_at) < :before limit :most)
                        """).param("before", utc(before)).param("most", most).update();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getObject("account_id", UUID.class),
                MailAddress.of(row.getString("recipient")),
                row.getString("subject"),
                Ciphertext.ofNullable(row.getBytes("body")),
                row.getInt("attempts"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("give_up_at", OffsetDateTime.class).toInstant());
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getObject("id", UUID.class), row.getObject("account_id", UUID.class));
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
