/**
 * The sync engine: streams, runs, records and their schedules.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "problem",
            "web",
            "database",
            "jobs",
            "audit",
            "limits",
            "outbound",
            "catalog",
            "identity",
            "vault",
            "integrations"
        })
package dev.concierge.server.sync;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
