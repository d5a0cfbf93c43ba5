package dev.concierge.server.catalog;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The environment first, then what is kept here; a provider without a client of its own shares another's where the catalog says so. The id of a
 * registration is its provider's id wherever it stands, so that a client may move between the environment and here without ending a grant.
 */
final class LayeredRegistrations implements Registrations {
    private final Catalog catalog;
    private final EnvironmentRegistrations environment;
    private final StoredRegistrations stored;

    LayeredRegistrations(Catalog catalog, EnvironmentRegistrations environment, StoredRegistrations stored) {
        this.catalog = catalog;
        this.environment = environment;
        this.stored = stored;
    }

    @Override
    public Optional<Registration> find(String providerId, Use use) {
        if (environment.own(providerId)) {
            return environment.find(providerId, use);
        }
        Optional<StoredRegistration> row = stored.find(providerId);
        if (row.isPresent()) {
            return row.filter(known -> known.allows(use)).flatMap(known -> open(known, providerId));
        }
        String other = sharedWith(providerId);
        if (other == null || environment.own(other)) {
            return environment.find(providerId, use);
        }
        return stored.find(other).filter(known -> known.allows(use)).flatMap(known -> open(known, providerId));
    }

    @Override
    public Optional<Registration> byId(String registrationId) {
        return environment
                .byId(registrationId)
                .or(() -> stored.find(registrationId).flatMap(row -> open(row, row.provider())));
    }

    /** The operator says so, wherever the client stands. */
    @Override
    public boolean isInTesting(String registrationId) {
        return environment.isInTesting(registrationId);
    }

    @Override
    public URI signInRedirectUri(String providerId) {
        return environment.signInRedirectUri(providerId);
    }

    /** The client of a row, whatever it is switched to; empty when its secret does not open. */
    Optional<Registration> open(StoredRegistration row, String providerId) {
        return stored.secret(row)
                .map(secret -> new Registration(
                        row.provider(), providerId, row.clientId(), secret, environment.redirectUri(providerId)));
    }

    private @Nullable String sharedWith(String providerId) {
        return catalog.find(providerId)
                .map(provider -> provider.setup().sharedWith())
                .orElse(null);
    }
}
