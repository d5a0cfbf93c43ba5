package dev.concierge.server.catalog;

/** What a provider does for whoever wants to know that a person has logged in there just now, and did not only come back with an older session. */
public enum FreshLogin {
    /** It takes {@code max_age}, and its ID tokens say when the login was: {@code auth_time} (OpenID Connect Core sections 2 and 3.1.2.1). */
    PROVED,
    /** It asks for the login again when {@code prompt=login} says so; what comes back does not tell whether it did. */
    ASKED,
    /** Nothing. */
    UNKNOWN
}
