package dev.concierge.server.integrations;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was asked, granted and when: one line of an integration's scope ledger, by canonical names.
 *
 * @param granted what is used
 * @param beyond what the provider allowed besides and is never used
 * @param imported whether it was given to an older installation, and brought over at {@code givenAt}
 */
public record Consent(Set<String> asked, Set<String> granted, Set<String> beyond, Instant givenAt, boolean imported) {
    /** No line of the ledger at all. */
    static final Consent NONE = new Consent(Set.of(), Set.of(), Set.of(), Instant.EPOCH);

    /** Given here. */
    public Consent(Set<String> asked, Set<String> granted, Set<String> beyond, Instant givenAt) {
        this(asked, granted, beyond, givenAt, false);
    }

    public Consent {
        beyond = Set.copyOf(beyond);
        asked = Set.copyOf(asked);
        granted = Set.copyOf(granted);
    }

    /** What was asked and left out at the provider, in order of name. */
    public List<String> withheld() {
        TreeSet<String> withheld = new TreeSet<>(asked);
        withheld.removeAll(granted);
        return List.copyOf(withheld);
    }
}
