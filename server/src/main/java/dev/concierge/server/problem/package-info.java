/**
 * The one table of problem types (RFC 9457). Rooms throw {@link dev.concierge.server.problem.ProblemException}; the advice in {@code web} renders it.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.concierge.server.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
