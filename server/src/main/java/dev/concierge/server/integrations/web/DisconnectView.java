package dev.concierge.server.integrations.web;

import dev.concierge.server.web.Mark;
import java.util.List;
import java.util.UUID;

/**
 * {@code GET /integrations/{id}/disconnect}, template {@code integrations/disconnect}: the question of the dialog as a page, for
 * browsers without script.
 *
 * @param keys names of the API keys that stop getting its tokens
 * @param records how many records will be deleted
 */
public record DisconnectView(UUID id, String label, Mark mark, List<String> keys, long records) {
    public DisconnectView {
        keys = List.copyOf(keys);
    }
}
