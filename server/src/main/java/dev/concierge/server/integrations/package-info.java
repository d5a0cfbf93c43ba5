/**
 * Connect, reconnect, disconnect; consents, pending grants, receipts.
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
            "oauth",
            "authorization",
            "identity",
            "vault"
        })
package dev.concierge.server.integrations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
