/**
 * The sync engine: streams, their runs and records. {@code SyncEngine} does locking, retries, storing and error mapping, once; a stream in
 * {@code sync.streams} only describes what to ask and how to read the answer. The pages that show it belong to {@code integrations} and
 * {@code dashboard}.
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
            "integrations",
            "webhooks"
        })
package dev.concierge.server.sync;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
