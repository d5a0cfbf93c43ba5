package dev.concierge.server.identity;

import dev.concierge.server.web.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A key that was not revoked, with its account as it is now. */
record KeyRow(UUID id, Account account, String name, String prefix, Set<String> scopes, Instant expiresAt) {
    KeyRow {
        scopes = Set.copyOf(scopes);
    }

    /** What makes the row stale when it changes. */
    List<UUID> dependsOn() {
        return List.of(id, account.id());
    }

    Caller.Key caller() {
        return new Caller.Key(account.id(), account.role(), name, id, prefix, scopes);
    }
}
