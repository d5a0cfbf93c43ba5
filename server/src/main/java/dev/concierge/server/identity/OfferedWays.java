package dev.concierge.server.identity;

import java.util.Set;

/**
 * The ways to sign in that this installation offers now, beside passwords and passkeys.
 *
 * @param providers ids of the providers one can sign in with: they have a client of ours that is not switched off
 * @param links whether mails leave this installation, and so links to an address
 */
public record OfferedWays(Set<String> providers, boolean links) {
    public OfferedWays {
        providers = Set.copyOf(providers);
    }

    boolean offers(OwnIdentity identity) {
        return providers.contains(identity.provider());
    }
}
