/**
 * Rotation of the data keys: a new key, re-encryption of everything under it while the server serves, and the end of the old one. Owns the table
 * {@code key_rotations}; reads and writes ciphertext of other rooms' tables through definer functions alone, and only its form, never a value.
 */
@NullMarked
@NamedInterface("keys")
package dev.concierge.server.vault.keys;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
