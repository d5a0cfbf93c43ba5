/**
 * Pushes of providers: channels that are opened, renewed and ended, and what comes in on them, which is a hint that something changed and never
 * content.
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
            "outbound",
            "catalog",
            "identity",
            "vault",
            "integrations"
        })
package dev.concierge.server.webhooks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
