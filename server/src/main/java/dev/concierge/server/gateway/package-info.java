/**
 * What callers use: the vend endpoint.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "problem",
            "web",
            "database",
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
