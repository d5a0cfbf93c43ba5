package dev.concierge.server.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of the whole trail.
 *
 * @param accountId whose data it is about; null when no account was known
 */
public record FoundEvent(@Nullable UUID accountId, AuditEntry entry) {
    /** Without address, user agent and e-mail. */
    public FoundEvent withoutSubject() {
        return new FoundEvent(
                accountId,
                new AuditEntry(
                        entry.id(),
                        entry.at(),
                        entry.actor(),
                        entry.action(),
                        entry.outcome(),
                        entry.target(),
                        entry.detail(),
                        null));
    }
}
