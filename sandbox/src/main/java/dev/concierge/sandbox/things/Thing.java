package dev.concierge.sandbox.things;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * One thing of one person, or what is left of it.
 *
 * @param kind one of the provider's, such as {@code issues}
 * @param content what its API tells beyond what the provider makes up for every thing of the kind
 * @param gone whether it was removed; kept, because feeds of changes tell so
 * @param revision the count of changes of all things of this person when it last changed; no two have the same
 */
public record Thing(
        String account,
        String kind,
        String id,
        ObjectNode content,
        boolean gone,
        Instant createdAt,
        Instant updatedAt,
        long revision) {

    /** A member of the content; empty when there is none. */
    public String text(String member) {
        return content.path(member).asString("");
    }
}
