package dev.concierge.server.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /problems} and {@code GET /problems/{slug}}, template {@code web/problems}.
 *
 * @param title of the one problem; null for the index
 * @param entries one, or all
 */
public record ProblemsView(@Nullable String title, List<Entry> entries) {
    public ProblemsView {
        entries = List.copyOf(entries);
    }

    /** A row of the table of problem types. */
    public record Entry(String slug, int status, String title, String explanation) {}
}
