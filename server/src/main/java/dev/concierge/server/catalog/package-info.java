/**
 * Provider descriptions, one YAML file each, strictly loaded, and the registrations at them. The server knows no provider by name: what differs
 * between them is data here. Facts about providers carry their source in the files' comments. Owns the table {@code registrations}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem", "web", "database", "encryption", "audit", "limits", "outbound"})
package dev.concierge.server.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
