/**
 * The trail: events in the transaction of the act, vends in batches, seals that chain them, verification; counts of use. Owns the tables {@code audit_*}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem", "web", "database", "jobs", "encryption"})
package dev.concierge.server.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
