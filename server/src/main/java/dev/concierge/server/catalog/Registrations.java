package dev.concierge.server.catalog;

import java.net.URI;
import java.util.Optional;

/** Our clients at the providers. For now they come from the environment alone. */
public interface Registrations {
    /** The registration to use for new authorization requests; empty when the operator gave none. */
    Optional<Registration> find(String providerId);

    /** A registration by its id, for a grant obtained with it; empty when it is gone. */
    Optional<Registration> byId(String registrationId);

    /** Where a provider sends people back after signing in: {@code {PUBLIC_URL}/auth/callback/{provider}}. */
    URI signInRedirectUri(String providerId);
}
