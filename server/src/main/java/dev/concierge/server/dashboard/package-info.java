/**
 * The overview page.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "problem",
            "web",
            "database",
            "audit",
            "catalog",
            "identity",
            "vault",
            "integrations",
            "sync"
        })
package dev.concierge.server.dashboard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
