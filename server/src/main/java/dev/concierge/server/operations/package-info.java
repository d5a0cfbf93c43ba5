/**
 * Health, metrics, release label.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"problem", "web", "database", "jobs", "encryption", "audit", "catalog", "identity"})
package dev.concierge.server.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
