package dev.concierge.server.identity.people;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the list of people.
 *
 * @param nextCursor to be given back for the next ones; null at the end
 * @param alike whether nobody matched, and these people only resemble what was looked for
 */
public record PeoplePage(List<Person> people, @Nullable String nextCursor, boolean alike) {
    public PeoplePage {
        people = List.copyOf(people);
    }
}
