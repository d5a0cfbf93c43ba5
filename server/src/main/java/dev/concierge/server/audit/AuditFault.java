package dev.concierge.server.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The first thing that is wrong with a chain.
 *
 * @param sequence the seal it shows at; the one after the last for rows that are not sealed yet
 * @param rowId the row; null when it is about a seal as a whole
 */
public record AuditFault(Kind kind, long sequence, @Nullable UUID rowId) {
    /** What was done to the trail. */
    public enum Kind {
        CHANGED("was changed after it was written"),
        MISSING("was deleted"),
        INSERTED("was put in later, or by somebody without the key"),
        MOVED("stands in another place than when it was sealed"),
        SUBJECT_CHANGED("has another address, user agent or e-mail beside it than when it was written"),
        SEAL_FORGED("is not the seal that was made here: it was changed, or made without the key"),
        SEAL_MISSING("does not follow the one before: seals between them were deleted"),
        DROPPED_EARLY("has lost its rows before their retention was over"),
        CUT("is not the one the anchor names: the end of the chain was cut off, or made anew");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }
    }

    @Override
    public String toString() {
        String what = rowId == null ? "seal " + sequence : "row " + rowId + " (seal " + sequence + ")";
        return what + " " + kind.sentence;
    }
}
