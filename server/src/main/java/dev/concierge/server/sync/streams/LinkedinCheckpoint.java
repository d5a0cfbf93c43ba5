package dev.concierge.server.sync.streams;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the posts of the organisations that somebody runs at LinkedIn stand.
 *
 * @param organizations the URNs of those that are read now; at the beginning of a run, of those that were read by the last one
 * @param listed those found so far, while the list of them is read; null after it
 * @param reading which of them is being read
 * @param start how much was read of the list, or of its posts
 */
record LinkedinCheckpoint(
        List<String> organizations, @Nullable List<String> listed, int reading, int start) {
    static final LinkedinCheckpoint START = atList(List.of());

    LinkedinCheckpoint {
        organizations = List.copyOf(organizations);
        listed = listed == null ? null : List.copyOf(listed);
    }

    /** A run begins with the list. */
    static LinkedinCheckpoint atList(List<String> known) {
        return new LinkedinCheckpoint(known, List.of(), 0, 0);
    }

    LinkedinCheckpoint moreListed(List<String> soFar, int from) {
        return new LinkedinCheckpoint(organizations, soFar, 0, from);
    }

    /** The list is whole. */
    static LinkedinCheckpoint reading(List<String> organizations) {
        return organizations.isEmpty() ? atList(organizations) : new LinkedinCheckpoint(organizations, null, 0, 0);
    }

    boolean listing() {
        return listed != null;
    }

    String current() {
        return organizations.get(reading);
    }

    LinkedinCheckpoint from(int next) {
        return new LinkedinCheckpoint(organizations, null, reading, next);
    }

    /** The next organisation; after the last one the list, with which the next run begins. */
    LinkedinCheckpoint following() {
        return reading + 1 < organizations.size()
                ? new LinkedinCheckpoint(organizations, null, reading + 1, 0)
                : atList(organizations);
    }
}
