package dev.concierge.server.integrations;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Identity;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.catalog.ScopeCeilings;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.identity.ImportRefused;
import dev.concierge.server.oauth.Choosable;
import dev.concierge.server.oauth.TokenSet;
import dev.concierge.server.vault.UpstreamSubject;
import dev.concierge.server.web.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes over grants of an older installation. They go the way of connected ones: encrypted by the vault, in the scope ledger, in the trail, due for
 * refresh and sync.
 */
@Component
public class GrantImport {
    private static final Duration LONGEST_LIFE = Duration.ofDays(3650);

    private final Catalog catalog;
    private final Registrations registrations;
    private final ScopeCeilings ceilings;
    private final ConsentStore consents;
    private final Clock clock;

    GrantImport(
            Catalog catalog, Registrations registrations, ScopeCeilings ceilings, ConsentStore consents, Clock clock) {
        this.catalog = catalog;
        this.registrations = registrations;
        this.ceilings = ceilings;
        this.consents = consents;
        this.clock = clock;
    }

    /**
     * Stores one grant as a new integration, inside the caller's transaction for the account.
     *
     * @param role of the account
     * @param path where the grant stands in the row, for example {@code grants[0]}
     * @return the integration's id
     * @throws ImportRefused when something of it cannot be taken, or that account at the provider is connected already
     */
    public UUID insert(UUID accountId, Role role, ImportedGrant grant, String path) {
        Provider provider = catalog.find(grant.provider())
                .orElseThrow(() -> new ImportRefused(
                        path + ".provider", "No provider of the catalog has this id. Correct it, or add its file."));
        Registration registration = registrations
                .find(provider.id())
                .orElseThrow(
                        () -> new ImportRefused(
                                path + ".provider",
                                "There is no client for it here. Register the one that obtained these tokens; no other can refresh them."));
        Upstream upstream = upstream(provider, registration, role, grant, path);
        return consents.storeImported(CurrentTransaction.jdbc(), accountId, upstream)
                .orElseThrow(
                        () -> new ImportRefused(
                                path + ".account",
                                "The person has connected this account here already. Nothing of that was changed; leave the grant out."));
    }

    private Upstream upstream(
            Provider provider, Registration registration, Role role, ImportedGrant grant, String path) {
        Set<String> granted = new LinkedHashSet<>();
        Set<String> beyond = new LinkedHashSet<>();
        grant.scopes()
                .forEach(name -> (provider.scope(name).isPresent() ? granted : beyond).add(provider.canonical(name)));
        if (!ceilings.above(role, provider, granted).isEmpty()) {
            throw new ImportRefused(
                    path + ".scopes",
                    "The role of the account may not have all of these. Give it a higher role, or leave the grant out and let the person"
                            + " connect again.");
        }
        return new Upstream(
                provider, registration, connectable(provider, grant, path), granted, granted, beyond, tokens(grant));
    }

    private static Connectable connectable(Provider provider, ImportedGrant grant, String path) {
        boolean byAnother = provider.identity().source() == Identity.Source.PROFILE
                && provider.identity().jwks() != null;
        if (byAnother && grant.consentAccount() == null) {
            throw new ImportRefused(
                    path + ".consentAccount",
                    "Accounts there hang on the consent of another account. Give that one's subject: without it nobody could tell what a"
                            + " revocation ends.");
        }
        String label = grant.label() == null ? grant.account() : grant.label();
        UpstreamSubject subject = new UpstreamSubject(grant.account(), grant.consentAccount());
        return new Connectable(subject, label, chosen(provider, grant, path));
    }

    private static @Nullable Choosable chosen(Provider provider, ImportedGrant grant, String path) {
        ImportedGrant.Chosen chosen = grant.chosen();
        if (chosen == null && provider.choice() != null) {
            throw new ImportRefused(
                    path + ".chosen", "Give which " + provider.noun() + " of the account it is of: its id and name.");
        }
        if (chosen != null && provider.choice() == null) {
            throw new ImportRefused(path + ".chosen", "There is nothing to choose at this provider. Leave it out.");
        }
        return chosen == null ? null : new Choosable(chosen.id(), chosen.name(), null);
    }

    private TokenSet tokens(ImportedGrant grant) {
        return new TokenSet(grant.accessToken(), grant.refreshToken(), "Bearer", expiresIn(grant), null, null, null);
    }

    /** Less than nothing for a token that has ended. One that can be renewed and whose end nobody knows is renewed before it is used. */
    private @Nullable Duration expiresIn(ImportedGrant grant) {
        Instant end = grant.expiresAt();
        if (end == null) {
            return grant.refreshToken() == null ? null : Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), end);
        return left.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : left;
    }
}
