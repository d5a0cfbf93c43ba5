/** Whole journeys over real HTTP: sign up, connect, vend, refresh, disconnect, and what attackers do on the way. */
@NullMarked
package dev.concierge.server.flow;

import org.jspecify.annotations.NullMarked;
