package dev.concierge.sandbox.github;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The app's setting "token expiration" (field 5). */
public enum TokenExpiry {
    /** As apps start: off for an OAuth app, on for a GitHub App; {@code offline_access} asks for it, too. */
    @JsonProperty("standard")
    STANDARD,
    @JsonProperty("on")
    ON,
    @JsonProperty("off")
    OFF
}
