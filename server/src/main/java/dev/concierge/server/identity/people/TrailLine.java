package dev.concierge.server.identity.people;

import dev.concierge.server.audit.AuditEntry;
import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.FoundEvent;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as the API answers it and a file has it.
 *
 * @param accountId whose data it is about; null when no account was known
 * @param actor {@code person:<id>}, {@code key:<id>}, {@code system} or {@code anonymous}
 * @param outcome done or refused
 * @param target as {@code kind:id}; null when there is none
 * @param address of the other end; null when unknown, erased, or not for the reader, as agent and email
 */
public record TrailLine(
        UUID id,
        Instant at,
        @Nullable UUID accountId,
        String actor,
        String action,
        String outcome,
        @Nullable String target,
        Map<String, String> detail,
        @Nullable String address,
        @Nullable String agent,
        @Nullable String email) {
    public TrailLine {
        detail = Map.copyOf(detail);
    }

    public static TrailLine of(FoundEvent found) {
        AuditEntry entry = found.entry();
        AuditEvent.Subject subject = entry.subject();
        return new TrailLine(
                entry.id(),
                entry.at(),
                found.accountId(),
                entry.actor(),
                entry.action(),
                entry.outcome().name().toLowerCase(Locale.ROOT),
                entry.target(),
                entry.detail(),
                subject == null ? null : subject.address(),
                subject == null ? null : subject.agent(),
                subject == null ? null : subject.email());
    }
}
