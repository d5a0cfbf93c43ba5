package dev.concierge.server.audit;

import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.SystemScope;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the trail. An act is written in its own transaction, a refusal in one of its own, because what was refused is rolled back. What is an alert,
 * too, is raised with it.
 */
@Component
public class AuditTrail {
    private static final int SALT_BYTES = 16;
    private static final int LONGEST_TEXT = 400;

    private final SystemScope system;
    private final Ids ids;
    private final Clock clock;
    private final JsonMapper json;
    private final RowMacs macs;
    private final SecurityAlerts alerts;
    private final SecureRandom random = new SecureRandom();

    AuditTrail(SystemScope system, Ids ids, Clock clock, JsonMapper json, RowMacs macs, SecurityAlerts alerts) {
        this.system = system;
        this.ids = ids;
        this.clock = clock;
        this.json = json;
        this.macs = macs;
        this.alerts = alerts;
    }

    /** Writes an event in the open transaction. @throws IllegalStateException when none is open */
    public void record(AuditEvent event) {
        write(CurrentTransaction.jdbc(), event);
    }

    /** Writes an event in a transaction of its own; call it outside of any. */
    public void recordAlone(AuditEvent event) {
        system.run(jdbc -> write(jdbc, event));
    }

    /**
     * Erases addresses, user agents and e-mails of an account's events, as the system role. The events stay, and
     * the chain still verifies.
     *
     * @return how many events no longer say who it was
     */
    public int forget(UUID accountId) {
        return system.call(jdbc -> jdbc.sql("select erase_audit_subjects(:account)")
                .param("account", accountId)
                .query(Integer.class)
                .single());
    }

    private void write(JdbcClient jdbc, AuditEvent said) {
        UUID id = ids.next();
        Instant at = Fields.micros(clock.instant());
        AuditEvent event = Texts.clean(said, LONGEST_TEXT);
        byte[] subjectHash = null;
        AuditEvent.Subject subject = event.subject();
        if (subject != null) {
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            subjectHash = RowMacs.subject(salt, subject);
            writeSubject(jdbc, id, event, salt, subject);
        }
        jdbc.sql("""
                        insert into audit_events (id, account_id, occurred_at, actor, action, outcome, target, detail, subject_hash, mac)
                        values (:id, :account, :at, :actor, :action, :outcome, :target, :detail::jsonb, :subject, :mac)
                        """)
                .param("id", id)
                .param("account", event.accountId())
                .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .param("actor", event.actor())
                .param("action", event.action())
                .param("outcome", event.outcome().word())
                .param("target", event.target())
                .param("detail", json.writeValueAsString(event.detail()))
                .param("subject", subjectHash)
                .param("mac", macs.event(id, at, event, subjectHash).bytes())
                .update();
        AlertRules.alert(event).ifPresent(alerts::raise);
    }

    private static void writeSubject(
            JdbcClient jdbc, UUID id, AuditEvent event, byte[] salt, AuditEvent.Subject subject) {
        jdbc.sql("""
                        insert into audit_subjects (event_id, account_id, salt, address, agent, email)
                        values (:id, :account, :salt, :address, :agent, :email)
                        """)
                .param("id", id)
                .param("account", event.accountId())
                .param("salt", salt)
                .param("address", subject.address())
                .param("agent", subject.agent())
                .param("email", subject.email())
                .update();
    }
}
