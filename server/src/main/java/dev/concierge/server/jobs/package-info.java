/**
 * Lanes: one db-scheduler and table each. Jobs are written inside the current transaction and carry ids only.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem", "web", "database"})
package dev.concierge.server.jobs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
