package dev.concierge.server.vault;

import java.util.Set;
import java.util.UUID;

/** A refresh was stored. {@code scopes} is what the provider says the new token carries. Published inside the storing transaction. */
public record GrantRefreshed(UUID accountId, UUID grantId, Set<String> scopes) {
    public GrantRefreshed {
        scopes = Set.copyOf(scopes);
    }
}
