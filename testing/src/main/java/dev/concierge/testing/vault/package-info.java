/**
 * A local stand-in for HashiCorp Vault: a real HTTP server with real encryption that answers as Vault's documented API does for the transit engine,
 * AppRole and tokens, and never more leniently. What tests turn is on {@link dev.concierge.testing.vault.VaultStandIn}.
 */
@NullMarked
package dev.concierge.testing.vault;

import org.jspecify.annotations.NullMarked;
