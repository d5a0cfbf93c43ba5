package dev.concierge.sandbox.belongings;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One thing of one person, as it last was.
 *
 * @param content in the provider's form, its id included
 * @param before what it was before its last change; null for one that never changed
 * @param gone whether it is not there any more
 * @param added the account's revision when it came
 * @param revision the account's count of changes when it last changed; orders all changes of an account
 */
public record Belonging(
        String account,
        String id,
        ObjectNode content,
        @Nullable ObjectNode before,
        boolean gone,
        Instant addedAt,
        Instant changedAt,
        long added,
        long revision) {
    /** A text of its content; empty when it has none. */
    public String text(String member) {
        return content.path(member).asString("");
    }
}
