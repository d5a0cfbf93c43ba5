/** A few rooms of the server on a database of their own, for tests that need no web. */
@NullMarked
package dev.concierge.server.rooms;

import org.jspecify.annotations.NullMarked;
