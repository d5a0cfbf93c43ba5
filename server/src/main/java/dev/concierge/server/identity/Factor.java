package dev.concierge.server.identity;

/** What somebody proved. */
enum Factor {
    PASSWORD,
    API_KEY
}
