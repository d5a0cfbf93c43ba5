package dev.concierge.server.vault.keys;

import java.time.Instant;

/** What became of the wish to destroy the retired keys. */
public sealed interface DestroyOutcome {
    /** They are no more. */
    record Destroyed(int keys) implements DestroyOutcome {}

    /** No key is retired. */
    record NothingRetired() implements DestroyOutcome {}

    /** Re-encryption has not come through yet. */
    record NotFinished() implements DestroyOutcome {}

    /** Nodes may still hold ciphertexts under them in memory. */
    record TooEarly(Instant notBefore) implements DestroyOutcome {}

    /** Running nodes do not hold the present keys and may still encrypt under old ones. */
    record NodesBehind(long nodes) implements DestroyOutcome {}

    /** Ciphertexts under them came back since; they are re-encrypted once more. */
    record RowsRemain(long rows) implements DestroyOutcome {}

    /**
     * The key store did not wrap what would be left; nothing was changed.
     *
     * @param sentence for the operator
     */
    record StoreRefused(String sentence) implements DestroyOutcome {}
}
