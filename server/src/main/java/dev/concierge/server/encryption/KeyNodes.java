package dev.concierge.server.encryption;

/**
 * The nodes of this installation that were seen within the last minute.
 *
 * @param behind those of them that do not hold the stored data keys: they have not looked yet, or their ENCRYPTION_KEY does not open them
 */
public record KeyNodes(long running, long behind) {}
