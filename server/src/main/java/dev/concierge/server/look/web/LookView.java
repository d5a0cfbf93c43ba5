package dev.concierge.server.look.web;

import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Notice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code look/look}: GET {@code /admin/look}, and the answer of a POST below it that was refused.
 *
 * @param version of the look that the form changes
 * @param name what stands in the field, as colour, darkColour and support
 * @param logo the address of today's logo; null for the key tag
 * @param usual whether nothing is changed, so that there is nothing to undo
 * @param preview what the page shows of what was typed; null when it shows what is stored
 * @param error one sentence about the form; null when nothing is wrong, as logoError
 */
public record LookView(
        List<Notice> notices,
        long version,
        String name,
        String colour,
        String darkColour,
        String support,
        @Nullable String logo,
        boolean usual,
        @Nullable Preview preview,
        FreshProof.Asked proof,
        @Nullable String error,
        @Nullable String logoError) {
    public LookView {
        notices = List.copyOf(notices);
    }

    /**
     * What was typed and is not stored.
     *
     * @param sheet the stylesheet of its colours; null for the usual ones
     */
    public record Preview(String name, @Nullable String sheet) {}
}
