package dev.concierge.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a refresh token when a refresh has given out the next one. */
public enum OldRefreshToken {
    @JsonProperty("stays")
    STAYS,
    @JsonProperty("grace")
    GRACE,
    @JsonProperty("dies")
    DIES
}
