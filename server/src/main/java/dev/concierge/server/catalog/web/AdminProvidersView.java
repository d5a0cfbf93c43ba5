package dev.concierge.server.catalog.web;

import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Mark;
import dev.concierge.server.web.Notice;
import java.util.List;

/** Template {@code catalog/providers}: GET {@code /admin/providers}. */
public record AdminProvidersView(List<Notice> notices, List<Row> rows) {
    public AdminProvidersView {
        notices = List.copyOf(notices);
        rows = List.copyOf(rows);
    }

    /**
     * A provider, whose page is {@code /admin/providers/{id}}.
     *
     * @param text where its client comes from and what it is used for, in words
     */
    public record Row(String id, Mark mark, String text, Badge badge) {}
}
