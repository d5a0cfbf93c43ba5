/** Attacks on ciphertexts. */
@NullMarked
package dev.concierge.server.encryption;

import org.jspecify.annotations.NullMarked;
