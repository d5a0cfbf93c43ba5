package dev.concierge.server.identity;

/**
 * An account that somebody proved to be theirs, and its epoch at that moment. A session or a program's sign-in begins only while the epoch is the same: whatever
 * changed the ways in meanwhile ended those that it found, and must not be outrun by one that began just before.
 */
record ProvedAccount(Account account, int epoch) {}
