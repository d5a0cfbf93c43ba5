package dev.concierge.server.identity;

import dev.concierge.server.web.Caller;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A session that was not ended, with its account as it is now. Whether it still lives depends on the time. */
record SessionRow(UUID id, Account account, Instant createdAt, Instant passwordAt, Instant seenAt, Instant expiresAt) {

    /** What makes the row stale when it changes. */
    List<UUID> dependsOn() {
        return List.of(id, account.id());
    }

    Caller.Person caller() {
        return new Caller.Person(account.id(), account.role(), account.name(), account.email(), id);
    }
}
