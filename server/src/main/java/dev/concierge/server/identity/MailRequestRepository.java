package dev.concierge.server.identity;

import dev.concierge.server.web.BrowserId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code mail_requests}, by the role system. */
@Repository
class MailRequestRepository {
    /** What somebody asked for. */
    record Row(
            UUID id,
            MailRequests.Purpose purpose,
            EmailAddress email,
            @Nullable BrowserId browser) {}

    void insert(JdbcClient jdbc, Row request, Instant now) {
        jdbc.sql("""
                        insert into mail_requests (id, purpose, email, browser_hash, requested_at) values (:id, :purpose, :email, :browser, :now)
                        """)
                .param("id", request.id())
                .param("purpose", request.purpose().word())
                .param("email", request.email().value())
                .param(
                        "browser",
                        request.browser() == null ? null : request.browser().hash())
                .param("now", Rows.utc(now))
                .update();
    }

    Optional<Row> find(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select id, purpose, email, browser_hash from mail_requests where id = :id")
                .param("id", id)
                .query((row, _) -> {
                    byte[] browser = row.getBytes("browser_hash");
                    return new Row(
                            row.getObject("id", UUID.class),
                            MailRequests.Purpose.valueOf(
                                    row.getString("purpose").toUpperCase(Locale.ROOT)),
                            new EmailAddress(row.getString("email")),
                            browser == null ? null : BrowserId.ofHash(browser));
                })
                .optional();
    }

    void delete(JdbcClient jdbc, UUID id) {
        jdbc.sql("delete from mail_requests where id = :id").param("id", id).update();
    }

    /** @return how many */
    int purge(JdbcClient jdbc, Instant before, int most) {
        return jdbc.sql("""
                        delete from mail_requests where id in
                            (select id from mail_requests where requested_at < :before limit :most)
                        """)
                .param("before", Rows.utc(before))
                .param("most", most)
                .update();
    }
}
