/**
 * One-time authorization requests of sign-in and connect, and the browser cookie they are bound to.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem", "web", "database", "encryption", "audit", "catalog", "oauth"})
package dev.concierge.server.authorization;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
