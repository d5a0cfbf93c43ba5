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
            "mail",
            "catalog",
            "oauth",
            "authorization",
            "identity",
            "vault",
            "vault::stops"
        })
package dev.concierge.server.integrations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
