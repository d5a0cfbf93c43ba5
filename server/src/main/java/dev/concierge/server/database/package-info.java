/**
 * Connection pools for the roles, {@link dev.concierge.server.database.AccountScope} and its siblings, notifications and the caches' heartbeat. Owns no personal data.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem", "web"})
package dev.concierge.server.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
