/**
 * Provider descriptions, one YAML file each, strictly loaded, and the registrations at them.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem", "web", "database", "encryption", "audit"})
package dev.concierge.server.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
