package dev.concierge.sandbox.notion;

import java.util.List;

/**
 * A workspace as one person sees it.
 *
 * @param icon an emoji
 * @param pages those that the person may share in full; what is below a page comes with it
 */
record Workspace(String id, String name, String icon, List<Page> pages) {

    /** A page at the top. */
    record Page(String id, String title) {}

    List<String> pageIds() {
        return pages.stream().map(Page::id).toList();
    }
}
