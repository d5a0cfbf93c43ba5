/** Rotation of the data keys, on one and on two nodes. */
@NullMarked
package dev.concierge.server.vault.keys;

import org.jspecify.annotations.NullMarked;
