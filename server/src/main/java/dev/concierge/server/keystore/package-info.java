/**
 * The key store outside of this program: a key of HashiCorp Vault's transit engine that wraps the data keys. Owns signing in there and its settings;
 * implements {@link dev.concierge.server.encryption.Transit} for {@code encryption}, which stands before the way out. Nothing here keeps key material.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"encryption", "outbound"})
package dev.concierge.server.keystore;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
