package dev.concierge.server.oauth;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.Revocation.Call;
import dev.concierge.server.encryption.Secret;

/** Ends a grant at its provider, in the provider's own way (RFC 7009 or what the catalog says). */
public interface RevocationEndpoint {
    /**
     * Revokes one token. How far that reaches is {@link dev.concierge.server.catalog.Revocation#reach()}; look for siblings before. May be repeated.
     *
     * @param call one of the provider's
     */
    RevocationOutcome revoke(Provider provider, Registration registration, Call call, Secret token);
}
