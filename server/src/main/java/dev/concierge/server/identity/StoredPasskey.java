package dev.concierge.server.identity;

/** What is kept of a passkey to check its answers (WebAuthn Level 3 section 4, credential record). */
final class StoredPasskey {
    private final byte[] publicKey;
    private final long signCount;
    private final boolean backupEligible;
    private final boolean backedUp;

    /**
     * @param publicKey the attested credential data as the authenticator gave them: its model, the credential id and the public key
     * @param signCount of the last answer; 0 for those that do not count
     * @param backupEligible whether it may be copied at all; that never changes
     */
    StoredPasskey(byte[] publicKey, long signCount, boolean backupEligible, boolean backedUp) {
        this.publicKey = publicKey.clone();
        this.signCount = signCount;
        this.backupEligible = backupEligible;
        this.backedUp = backedUp;
    }

    /** A copy. */
    byte[] publicKey() {
        return publicKey.clone();
    }

    long signCount() {
        return signCount;
    }

    boolean backupEligible() {
        return backupEligible;
    }

    boolean backedUp() {
        return backedUp;
    }

    /** As it is after an answer. */
    StoredPasskey after(long count, boolean copied) {
        return new StoredPasskey(publicKey, count, backupEligible, copied);
    }
}
