package dev.concierge.sandbox;

/** What happened to something that somebody has at a provider. */
public enum Change {
    ADDED,
    CHANGED,
    REMOVED
}
