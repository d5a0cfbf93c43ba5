package dev.concierge.server.catalog;

/** What a registration is used for; an administrator switches each on or off. */
public enum Use {
    /** New connections, and renewing what they allow. */
    CONNECT,
    /** Signing in through the provider, where the catalog offers it. */
    SIGN_IN
}
