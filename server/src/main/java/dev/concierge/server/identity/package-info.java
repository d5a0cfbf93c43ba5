/**
 * Accounts, sign-in, sessions, roles and API keys; fills in {@code web.Caller}.
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
            "mail",
            "catalog",
            "oauth",
            "authorization"
        })
package dev.concierge.server.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
