package dev.concierge.server.sync.streams;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A page of what changed in a mailbox.
 *
 * @param changed messages that came or got other labels, and are still there as far as this page knows
 * @param gone messages that were deleted for good
 */
record GmailHistory(Set<String> changed, Set<String> gone) {
    /** What is asked for. */
    static final List<String> TYPES = List.of("messageAdded", "messageDeleted", "labelAdded", "labelRemoved");

    private static final List<String> CHANGES = List.of("messagesAdded", "labelsAdded", "labelsRemoved");

    /** @param records {@code history}; missing when nothing changed */
    static GmailHistory of(JsonNode records) {
        Set<String> changed = new LinkedHashSet<>();
        Set<String> gone = new LinkedHashSet<>();
        for (JsonNode record : records) {
            CHANGES.forEach(type -> collect(record.path(type), changed));
            collect(record.path("messagesDeleted"), gone);
        }
        changed.removeAll(gone);
        return new GmailHistory(changed, gone);
    }

    private static void collect(JsonNode entries, Set<String> ids) {
        for (JsonNode entry : entries) {
            String id = entry.path("message").path("id").asString("");
            if (!id.isEmpty()) {
                ids.add(id);
            }
        }
    }
}
