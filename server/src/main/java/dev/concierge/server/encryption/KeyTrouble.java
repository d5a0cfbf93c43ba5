package dev.concierge.server.encryption;

/** Who is told of trouble with the data keys. A later room does it; keys know nothing of that room. */
@FunctionalInterface
public interface KeyTrouble {
    /**
     * Stored keys do not open on this node, which goes on with the ones it has. Told once for each version of them, with no transaction open.
     *
     * @param words which versions, without anything secret
     */
    void keysDoNotOpen(String words);
}
