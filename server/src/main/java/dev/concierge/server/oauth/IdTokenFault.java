package dev.concierge.server.oauth;

/** Why an ID token proves nothing. A word for the log and the trail. */
public enum IdTokenFault {
    /** Larger than allowed, no JWT, or encrypted. */
    UNREADABLE,
    /** An algorithm that the catalog does not name for this provider; {@code none} never is. */
    ALGORITHM,
    /** The signature does not fit a key of the provider. */
    SIGNATURE,
    /** No such key at the provider, after one look. */
    UNKNOWN_KEY,
    /** The key set cannot be had just now. */
    KEYS_UNAVAILABLE,
    ISSUER,
    AUDIENCE,
    /** Expired, or made at a time that cannot be. */
    TIME,
    NONCE,
    /** {@code at_hash} does not fit the access token. */
    ACCESS_TOKEN,
    /** No subject, an overlong one, or one with control characters. */
    SUBJECT,
    /** Another kind of JWT by its {@code typ} header. */
    KIND,
    /** A claim of another type than OpenID Connect says. */
    CLAIMS
}
