/**
 * Grants: storage, refresh, vend and revocation. The only room that sees a token in the clear.
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
            "identity"
        })
package dev.concierge.server.vault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
