package dev.concierge.sandbox.twitter;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the developer stands with what API calls cost (fields 10 and 11). */
public enum Spending {
    @JsonProperty("fine")
    FINE,
    /** The documented problem of a cap reached: 429 {@code usage-capped}. */
    @JsonProperty("usageCapped")
    USAGE_CAPPED,
    /** No prepaid credits left: 402, reported and not documented. */
    @JsonProperty("exhausted")
    EXHAUSTED
}
