/**
 * How this installation calls itself and looks: name, logo, colours, support address. Owns the table {@code instance_look}; pages, mails and authenticator apps ask
 * {@link dev.concierge.server.web.Appearance}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem", "web", "database", "audit", "identity"})
package dev.concierge.server.look;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
