package dev.concierge.server.catalog;

import java.net.URI;
import java.util.Optional;

/**
 * Our clients at the providers: those of the environment, beneath them those that administrators keep here. A change is seen on every node
 * within a second. The look-ups may read the database; they join a transaction of an account and open none beside it.
 */
public interface Registrations {
    /** The registration to connect with; empty when there is none, or connecting with it is switched off. */
    default Optional<Registration> find(String providerId) {
        return find(providerId, Use.CONNECT);
    }

    /** The registration to use for new authorization requests; empty when there is none, or this use of it is switched off. */
    Optional<Registration> find(String providerId, Use use);

    /** A registration by its id, for a grant obtained with it, whatever it is switched to; empty when it is gone. */
    Optional<Registration> byId(String registrationId);

    /** Whether the operator said that the provider counts this client's app as not published yet, which shortens what it grants. */
    boolean isInTesting(String registrationId);

    /** Where a provider sends people back after signing in: {@code {PUBLIC_URL}/auth/callback/{provider}}. */
    URI signInRedirectUri(String providerId);
}
