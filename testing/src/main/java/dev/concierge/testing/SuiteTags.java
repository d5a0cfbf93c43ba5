package dev.concierge.testing;

import java.util.ArrayList;
import java.util.List;

/** The tags of the suite: what a test is about. */
final class SuiteTags {

    /** In the order in which they are shown. */
    static final List<String> ALL = List.of("flow", "token", "isolation", "security", "performance", "end-to-end");

    private SuiteTags() {}

    /** Those among the given ones that are the suite's. */
    static List<String> among(Iterable<String> tags) {
        List<String> ours = new ArrayList<>();
        tags.forEach(tag -> {
            if (ALL.contains(tag)) {
                ours.add(tag);
            }
        });
        return List.copyOf(ours);
    }
}
