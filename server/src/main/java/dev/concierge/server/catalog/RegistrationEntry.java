package dev.concierge.server.catalog;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a provider is set up here, for an administrator. Never holds a secret.
 *
 * @param client the client in use; null when there is none
 * @param switches the variables that switch the uses of a client that the environment names; empty for any other
 * @param kept what is kept here, in use or beneath the environment's; null when nothing is
 * @param connectRedirect where the provider sends people back after connecting
 * @param signInRedirect where it sends them back after signing in; null where the catalog does not offer that
 */
public record RegistrationEntry(
        Provider provider,
        Source source,
        @Nullable Client client,
        List<String> switches,
        @Nullable Kept kept,
        URI connectRedirect,
        @Nullable URI signInRedirect) {

    public RegistrationEntry {
        switches = List.copyOf(switches);
    }

    /** Where the client comes from. */
    public enum Source {
        /** Named by the environment, which wins; read only here. */
        ENVIRONMENT,
        /** Kept here. */
        HERE,
        /** Another provider's, as the catalog allows. */
        SHARED,
        NONE
    }

    /**
     * @param clientId not secret (RFC 6749 section 2.2)
     * @param from the id of the provider whose client it is; the same provider's for most
     */
    public record Client(String clientId, String from, boolean connects, boolean signsIn) {}

    /**
     * @param secretOpens whether the secret can be read; false: it must be set again
     * @param secretExpiresOn the last day of the secret, in UTC; null when nobody said
     * @param version to send along with a change
     * @param changedBy the account of the administrator who last changed it
     */
    public record Kept(
            String clientId,
            boolean secretOpens,
            @Nullable LocalDate secretExpiresOn,
            boolean connects,
            boolean signsIn,
            long version,
            Instant changedAt,
            UUID changedBy) {}

    /** 0 while nothing is kept here. */
    public long version() {
        return kept == null ? 0 : kept.version();
    }
}
