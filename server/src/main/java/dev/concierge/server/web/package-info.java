/**
 * Page shell, error pages, htmx conventions and the one advice for problems; {@link dev.concierge.server.web.Caller}, which {@code identity} fills in and every page and endpoint may ask.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem"})
package dev.concierge.server.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
