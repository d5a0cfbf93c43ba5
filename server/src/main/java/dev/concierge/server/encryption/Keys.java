package dev.concierge.server.encryption;

/** Where {@link RowCipher} takes its keys from. */
interface Keys {
    /** The keys as this process holds them now. */
    Ring current();

    /**
     * The keys after a look whether there are new ones, because a ciphertext names one that is not among {@link #current}.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code unavailable} when that cannot be said now
     */
    Ring with(int keyId);

    /** Counts a message that was encrypted under a key; nobody counts those of keys that never change. */
    default void used(int keyId) {}

    /** Keys that never change. */
    static Keys fixed(Ring ring) {
        return new Keys() {
            @Override
            public Ring current() {
                return ring;
            }

            @Override
            public Ring with(int keyId) {
                return ring;
            }
        };
    }
}
