package dev.concierge.server.identity;

import dev.concierge.server.web.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A session that was not ended, with its account as it is now. Whether it still lives depends on the time, and whether it is a whole one is the
 * gate's to say.
 *
 * @param enrolled the second factors that the account has now, and recovery codes while any are left
 */
record SessionRow(UUID id, Account account, Proofs proofs, Set<Factor> enrolled, Instant seenAt, Instant expiresAt) {
    SessionRow {
        enrolled = Set.copyOf(enrolled);
    }

    /** What makes the row stale when it changes. */
    List<UUID> dependsOn() {
        return List.of(id, account.id());
    }

    Caller.Person caller() {
        return new Caller.Person(account.id(), account.role(), account.name(), account.email(), id);
    }
}
