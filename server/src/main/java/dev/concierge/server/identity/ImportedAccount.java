package dev.concierge.server.identity;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account of an older installation, as its file says.
 *
 * @param email as written there; null for none
 * @param emailVerified whether the older installation has proof of the address
 * @param name null when it has none: then one is made of the address
 * @param localId null for none
 * @param active false for somebody who was shut out there, and stays so
 * @param passwordHash bcrypt or Argon2; null for somebody without a password
 */
public record ImportedAccount(
        @Nullable String email,
        boolean emailVerified,
        @Nullable String name,
        Role role,
        @Nullable String localId,
        boolean active,
        @Nullable Secret passwordHash,
        List<ImportedIdentity> identities) {
    public ImportedAccount {
        identities = List.copyOf(identities);
    }
}
