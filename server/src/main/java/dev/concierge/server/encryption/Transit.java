package dev.concierge.server.encryption;

import java.time.Duration;

/**
 * One named key of a transit engine (HashiCorp Vault): it encrypts and decrypts there and never leaves. This room declares it and a later one
 * implements it, because the way out stands behind this room. No method may be called inside a transaction. Thread-safe.
 */
public interface Transit {
    /** Mount and name, such as {@code transit/concierge}; no secret. */
    String key();

    /**
     * Encrypts under the newest version of the key, after a look whether the key is fit for that.
     *
     * @param boundTo authenticated with it; must be given again to open it
     * @return the ciphertext in the engine's form, {@code vault:v3:…}
     */
    String encrypt(Secret plaintext, byte[] boundTo) throws KeyStoreException;

    /** @throws KeyStoreException {@code UNREADABLE} when it does not open with this key and binding */
    Secret decrypt(String ciphertext, byte[] boundTo) throws KeyStoreException;

    /** The newest version there is. */
    long newestVersion() throws KeyStoreException;

    /** How long a start waits for an engine that is away. */
    Duration patience();
}
