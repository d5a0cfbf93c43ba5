package dev.concierge.server.gateway;

import dev.concierge.server.encryption.Secret;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is given again to whoever repeats the request.
 *
 * @param contentType null when there is no body
 * @param body may hold a one-time link
 */
record KeptAnswer(int status, @Nullable String contentType, Secret body) {}
