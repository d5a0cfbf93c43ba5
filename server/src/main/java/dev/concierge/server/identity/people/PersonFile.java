package dev.concierge.server.identity.people;

import dev.concierge.server.audit.AuditEntry;
import dev.concierge.server.audit.AuditPage;
import dev.concierge.server.identity.ApiKey;
import dev.concierge.server.identity.ConnectedAccounts;
import dev.concierge.server.identity.OwnAuthenticator;
import dev.concierge.server.identity.OwnIdentity;
import dev.concierge.server.identity.OwnPasskey;
import dev.concierge.server.identity.OwnSession;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * All that administration may see of one person.
 *
 * @param acts what was done to the account, the newest first
 * @param names of people who did it, by account
 */
public record PersonFile(
        Person person,
        List<OwnIdentity> identities,
        List<OwnAuthenticator> apps,
        List<OwnPasskey> passkeys,
        List<OwnSession> sessions,
        List<ApiKey> keys,
        List<ConnectedAccounts.Connected> connected,
        AuditPage<AuditEntry> acts,
        Map<UUID, String> names) {
    public PersonFile {
        identities = List.copyOf(identities);
        apps = List.copyOf(apps);
        passkeys = List.copyOf(passkeys);
        sessions = List.copyOf(sessions);
        keys = List.copyOf(keys);
        connected = List.copyOf(connected);
        names = Map.copyOf(names);
    }
}
