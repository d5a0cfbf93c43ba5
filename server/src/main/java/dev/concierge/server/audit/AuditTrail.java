package dev.concierge.server.audit;

import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.SystemScope;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes the trail. An act is written in its own transaction, a refusal in one of its own, because what was refused is rolled back. */
@Component
public class AuditTrail {
    private static final int SALT_BYTES = 16;
    private static final int LONGEST_TEXT = 400;

    private final SystemScope system;
    private final Ids ids;
    private final Clock clock;
    private final JsonMapper json;
    private final SecureRandom random = new SecureRandom();

    AuditTrail(SystemScope system, Ids ids, Clock clock, JsonMapper json) {
        this.system = system;
        this.ids = ids;
        this.clock = clock;
        this.json = json;
    }

    /** Writes an event in the open transaction. @throws IllegalStateException when none is open */
    public void record(AuditEvent event) {
        write(CurrentTransaction.jdbc(), event);
    }

    /** Writes an event in a transaction of its own; call it outside of any. */
    public void recordAlone(AuditEvent event) {
        system.run(jdbc -> write(jdbc, event));
    }

    private void write(JdbcClient jdbc, AuditEvent event) {
        UUID id = ids.next();
        byte[] subjectHash = null;
        AuditEvent.Subject subject = event.subject();
        if (subject != null) {
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            AuditEvent.Subject clean = new AuditEvent.Subject(
                    Texts.oneLine(subject.address(), LONGEST_TEXT),
                    Texts.oneLine(subject.agent(), LONGEST_TEXT),
                    Texts.oneLine(subject.email(), LONGEST_TEXT));
            subjectHash = RowHash.subject(salt, clean);
            writeSubject(jdbc, id, event, salt, clean);
        }
        jdbc.sql("""
                        insert into audit_events (id, account_id, occurred_at, actor, action, outcome, target, detail, subject_hash)
                        values (:id, :account, :at, :actor, :action, :outcome, :target, :detail::jsonb, :subject)
                        """)
                .param("id", id)
                .param("account", event.accountId())
                .param("at", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .param("actor", event.actor())
                .param("action", event.action())
                .param("outcome", event.outcome().word())
                .param("target", event.target())
                .param("detail", json.writeValueAsString(Texts.clean(event.detail(), LONGEST_TEXT)))
                .param("subject", subjectHash)
                .update();
    }

    private static void writeSubject(
            JdbcClient jdbc, UUID id, AuditEvent event, byte[] salt, AuditEvent.Subject subject) {
        jdbc.sql("""
                        insert into audit_subjects (event_id, account_id, salt, address, agent, email)
                        values (:id, :account, :salt, :address, :agent, :email)
                        """)
                .param("id", id)
                .param("account", event.accountId())
                .param("salt", Objects.requireNonNull(salt))
                .param("address", subject.address())
                .param("agent", subject.agent())
                .param("email", subject.email())
                .update();
    }
}
