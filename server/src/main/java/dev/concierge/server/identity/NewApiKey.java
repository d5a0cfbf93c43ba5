package dev.concierge.server.identity;

import dev.concierge.server.encryption.Secret;

/** A key just made, with the one copy of its value there will ever be. */
public record NewApiKey(ApiKey key, Secret value) {}
