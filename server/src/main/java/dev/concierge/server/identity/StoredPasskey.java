package dev.concierge.server.identity;

/**
 * What is kept of a passkey to check its answers (WebAuthn Level 3 section 4, credential record).
 *
 * @param publicKey the attested credential data as the authenticator gave them: its model, the credential id and the public key
 * @param signCount of the last answer; 0 for those that do not count
 * @param backupEligible whether it may be copied at all; that never changes
 */
record StoredPasskey(byte[] publicKey, long signCount, boolean backupEligible, boolean backedUp) {
    StoredPasskey {
        publicKey = publicKey.clone();
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public String toString() {
        return "StoredPasskey[" + signCount + "]";
    }
}
