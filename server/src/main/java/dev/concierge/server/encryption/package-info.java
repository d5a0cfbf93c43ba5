/**
 * The key ring, row-bound authenticated encryption and {@link dev.concierge.server.encryption.Secret}. The only room that touches key bytes.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem", "web", "database"})
package dev.concierge.server.encryption;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
