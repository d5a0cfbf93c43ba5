package dev.concierge.server.sync;

import java.util.UUID;

/** A stream taken to be run. Whoever claims it next gets a higher fence, and this claim can store nothing any more. */
record Claim(UUID streamId, UUID accountId, long fence) {}
