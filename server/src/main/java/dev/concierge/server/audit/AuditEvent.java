package dev.concierge.server.audit;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the trail.
 *
 * @param accountId whose data it is about; null when no account is known
 * @param actor who did it: {@code person:<id>}, {@code key:<id>}, {@code system}, {@code anonymous}
 * @param action what, as {@code room.verb}, for example {@code integration.connect}
 * @param outcome done or refused
 * @param target the row it was done to, as {@code kind:id}; null when there is none
 * @param detail facts for a reader, never a secret, address, user agent or e-mail
 * @param subject who stood at the other end, kept apart so that it can be erased; null when unknown
 */
public record AuditEvent(
        @Nullable UUID accountId,
        String actor,
        String action,
        Outcome outcome,
        @Nullable String target,
        Map<String, String> detail,
        @Nullable Subject subject) {

    public enum Outcome {
        DONE,
        REFUSED;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Address, user agent and e-mail of a person; each may be unknown. */
    public record Subject(
            @Nullable String address,
            @Nullable String agent,
            @Nullable String email) {}

    public AuditEvent {
        detail = java.util.Collections.unmodifiableMap(new TreeMap<>(detail));
    }

    /** Something done by somebody to a row of an account. */
    public static AuditEvent done(@Nullable UUID accountId, String actor, String action, @Nullable String target) {
        return new AuditEvent(accountId, actor, action, Outcome.DONE, target, Map.of(), null);
    }

    /** Something refused; the reason is one of a few words of ours, never what the other side sent. */
    public static AuditEvent refused(
            @Nullable UUID accountId, String actor, String action, @Nullable String target, String reason) {
        return new AuditEvent(accountId, actor, action, Outcome.REFUSED, target, Map.of("reason", reason), null);
    }

    public AuditEvent with(String fact, String value) {
        Map<String, String> more = new TreeMap<>(detail);
        more.put(fact, value);
        return new AuditEvent(accountId, actor, action, outcome, target, more, subject);
    }

    public AuditEvent from(@Nullable Subject who) {
        return new AuditEvent(accountId, actor, action, outcome, target, detail, who);
    }
}
