package dev.concierge.sandbox.notion;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the end of an access token ends with it; Notion does not say (field 7). */
public enum RevokeReach {
    @JsonProperty("token")
    TOKEN,
    /** The refresh token that came with it, too. */
    @JsonProperty("pair")
    PAIR,
    /** Everything of this person, workspace and connection. */
    @JsonProperty("grant")
    GRANT
}
