/**
 * Rate limits and back-off.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem", "web", "database"})
package dev.concierge.server.limits;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
