/**
 * The only way out: HTTP with allowed hosts, checked addresses, total deadlines, size limits, breaker and bulkhead per provider. Callers build an
 * {@link dev.concierge.server.outbound.OutboundRequest} and decide on a sealed {@link dev.concierge.server.outbound.OutboundOutcome}; what an answer
 * means is the business of {@code oauth} and {@code sync}. An architecture test forbids any other client.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem", "web", "database"})
package dev.concierge.server.outbound;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
