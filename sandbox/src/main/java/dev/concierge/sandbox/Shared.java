package dev.concierge.sandbox;

import dev.concierge.sandbox.store.Store;

/**
 * What one sandbox has once, for all its dialects.
 *
 * @param baseUrl its own address, {@code http://HOST:PORT}
 */
public record Shared(
        String baseUrl, Store store, SandboxClock clock, Clients clients, People people, Secrets secrets) {}
