package dev.concierge.server.sync;

import org.springframework.stereotype.Component;

/** What every run needs. */
@Component
record EngineParts(PageStore pages, Checkpoints checkpoints, IntegrationGate gate, Backoff backoff) {}
