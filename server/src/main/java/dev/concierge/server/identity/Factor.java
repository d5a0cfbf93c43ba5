package dev.concierge.server.identity;

/** What somebody proved. */
enum Factor {
    PASSWORD,
    /** Signed in at a provider, which proved it to us. */
    PROVIDER,
    API_KEY
}
