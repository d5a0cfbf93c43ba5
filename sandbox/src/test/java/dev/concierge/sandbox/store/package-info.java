/** The data file under kills, damage and growth. */
@NullMarked
package dev.concierge.sandbox.store;

import org.jspecify.annotations.NullMarked;
