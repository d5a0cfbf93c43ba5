package dev.concierge.server.audit;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is shown to the account it is about.
 *
 * @param target as {@code kind:id}; null when there is none
 * @param subject who it was; null when unknown or erased
 */
public record AuditEntry(
        UUID id,
        Instant at,
        String actor,
        String action,
        AuditEvent.Outcome outcome,
        @Nullable String target,
        Map<String, String> detail,
        AuditEvent.@Nullable Subject subject) {
    public AuditEntry {
        detail = Map.copyOf(detail);
    }
}
