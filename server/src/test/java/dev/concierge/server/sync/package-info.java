/** The sync room: the engine and every stream by one contract, and whole syncs against the sandbox. */
@NullMarked
package dev.concierge.server.sync;

import org.jspecify.annotations.NullMarked;
