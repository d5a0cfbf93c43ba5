package dev.concierge.server.vault;

import dev.concierge.server.audit.AlertKind;
import dev.concierge.server.audit.SecurityAlert;
import dev.concierge.server.audit.SecurityAlerts;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.UnreadableException;
import dev.concierge.server.oauth.RefreshOutcome;
import dev.concierge.server.oauth.TokenEndpoint;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The call of a refresh that was claimed, with no transaction and no connection held, and the store of its answer. */
@Component
class RefreshCall {
    private static final Logger log = LoggerFactory.getLogger(RefreshCall.class);

    private final TokenEndpoint tokenEndpoint;
    private final Catalog catalog;
    private final Registrations registrations;
    private final RowCipher cipher;
    private final RefreshStore store;
    private final SecurityAlerts alerts;

    RefreshCall(
            TokenEndpoint tokenEndpoint,
            Catalog catalog,
            Registrations registrations,
            RowCipher cipher,
            RefreshStore store,
            SecurityAlerts alerts) {
        this.tokenEndpoint = tokenEndpoint;
        this.catalog = catalog;
        this.registrations = registrations;
        this.cipher = cipher;
        this.store = store;
        this.alerts = alerts;
    }

    /** @param until when the call is over, answered or not; nothing is sent after it */
    RefreshResult make(RefreshClaim.Claimed claimed, Instant until) {
        Grant grant = claimed.grant();
        Optional<Provider> provider = catalog.find(grant.provider());
        if (provider.isEmpty()) {
            return store.misconfigured(claimed, "no_provider");
        }
        Optional<Registration> registration = registrations.byId(grant.registration());
        if (registration.isEmpty()) {
            return store.misconfigured(claimed, "no_registration");
        }
        try {
            return call(claimed, provider.get(), registration.get(), until);
        } catch (UnreadableException e) {
            log.error("ALERT a token of grant {} does not open; the row was changed or moved", grant.id());
            alerts.raise(new SecurityAlert(
                    AlertKind.UNREADABLE, grant.accountId(), "grant:" + grant.id(), "system", Quarantine.UNREADABLE));
            return store.misconfigured(claimed, Quarantine.UNREADABLE);
        }
    }

    /** With the refresh token, or where the provider has none with the access token itself. */
    private RefreshResult call(
            RefreshClaim.Claimed claimed, Provider provider, Registration registration, Instant until)
            throws UnreadableException {
        Grant grant = claimed.grant();
        if (grant.refreshToken() == null) {
            Secret access = cipher.decrypt(Objects.requireNonNull(grant.accessToken()), grant.accessBinding());
            RefreshOutcome outcome = tokenEndpoint.extend(provider, registration, access, until);
            return store.store(claimed, provider, registration, null, outcome);
        }
        Secret refreshToken = cipher.decrypt(grant.refreshToken(), grant.refreshBinding());
        RefreshOutcome outcome = tokenEndpoint.refresh(provider, registration, refreshToken, Set.of(), until);
        return store.store(claimed, provider, registration, refreshToken, outcome);
    }
}
