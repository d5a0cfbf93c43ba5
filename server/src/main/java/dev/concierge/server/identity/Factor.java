package dev.concierge.server.identity;

/** What somebody proved. */
enum Factor {
    PASSWORD,
    /** Signed in at a provider, which proved it to us. */
    PROVIDER,
    /** Opened a one-time link that was sent to the account's address. */
    EMAIL_LINK,
    API_KEY
}
