/**
 * The only way out: HTTP with allowed hosts, checked addresses, total deadlines, size limits, breaker and bulkhead per provider.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem", "web", "database"})
package dev.concierge.server.outbound;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
