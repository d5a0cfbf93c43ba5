package dev.concierge.server.vault;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A refresh was stored. Published inside the storing transaction.
 *
 * @param scopes what of the new token is used
 * @param beyond what the provider says that it carries besides, which is never used; null when it did not say
 * @param caller who asked for it: the one that began it, where several waited
 */
public record GrantRefreshed(
        UUID accountId,
        UUID grantId,
        Set<String> scopes,
        @Nullable Set<String> beyond,
        String caller) {
    public GrantRefreshed {
        scopes = Set.copyOf(scopes);
        beyond = beyond == null ? null : Set.copyOf(beyond);
    }
}
