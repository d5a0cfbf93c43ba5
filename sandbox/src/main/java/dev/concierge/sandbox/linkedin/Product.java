package dev.concierge.sandbox.linkedin;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an app has been given; each opens some scopes (field 4). */
public enum Product {
    @JsonProperty("signIn")
    SIGN_IN,
    @JsonProperty("share")
    SHARE,
    /** Only for apps that LinkedIn has vetted. */
    @JsonProperty("communityManagement")
    COMMUNITY_MANAGEMENT,
    /** Only for apps that LinkedIn has vetted. */
    @JsonProperty("marketing")
    MARKETING
}
