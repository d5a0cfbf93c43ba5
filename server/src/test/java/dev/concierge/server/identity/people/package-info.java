@NullMarked
package dev.concierge.server.identity.people;

import org.jspecify.annotations.NullMarked;
