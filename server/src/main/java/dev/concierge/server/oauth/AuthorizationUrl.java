package dev.concierge.server.oauth;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import java.net.URI;

/** Builds the address at a provider where a person is asked (RFC 6749 section 4.1.1, RFC 7636 section 4.3, OpenID Connect Core section 3.1.2.1). */
public interface AuthorizationUrl {
    /**
     * The address, each value encoded. The protocol's own parameters come from here alone; none can be set or overridden by the catalog or a
     * value. The challenge is S256 wherever the provider takes one.
     */
    URI build(Provider provider, Registration registration, AuthorizationParameters parameters);
}
