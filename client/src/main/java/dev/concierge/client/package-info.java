/**
 * The Java client of the Concierge API. {@link dev.concierge.client.ConciergeClient} is the way in; every refusal is a
 * {@link dev.concierge.client.ConciergeException} with the problem's slug.
 */
@NullMarked
package dev.concierge.client;

import org.jspecify.annotations.NullMarked;
