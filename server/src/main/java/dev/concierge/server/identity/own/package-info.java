/** What people do with their own account: profile, trail, and a copy of their data. Leaving for good is {@code identity.Departures}. */
@NullMarked
package dev.concierge.server.identity.own;

import org.jspecify.annotations.NullMarked;
