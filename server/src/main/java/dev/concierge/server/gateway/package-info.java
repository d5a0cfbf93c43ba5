/**
 * What callers use: the vend endpoint, POSTs that may be repeated under a key, and the limits of calls.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "problem",
            "web",
            "database",
            "jobs",
            "encryption",
            "audit",
            "limits",
            "catalog",
            "identity",
            "vault",
            "integrations"
        })
package dev.concierge.server.gateway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
