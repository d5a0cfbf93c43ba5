package dev.concierge.server.identity.people;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.identity.AdminDoor;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The list of people, a page at a time. */
@Component
public class PeopleList {
    private static final int COUNTED = 10_000;

    private final PeopleSearch search;
    private final AdminDoor door;
    private final SystemScope system;

    PeopleList(PeopleSearch search, AdminDoor door, SystemScope system) {
        this.search = search;
        this.door = door;
        this.system = system;
    }

    /**
     * One page: the newest first, or, for a search, who matches by the beginning of an address, a name, a last name, a local id, each in its order. When
     * nobody does, those who resemble it.
     *
     * @param cursor of the page before; null for the first
     * @param limit 1 to 200
     * @throws ProblemException {@code forbidden}, {@code bad-request} for a cursor that is none
     */
    public PeoplePage page(Caller.Person actor, PeopleQuery query, @Nullable String cursor, int limit) {
        door.admit(actor, Permission.SEE_PEOPLE);
        if (limit < 1 || limit > PeopleQuery.MOST) {
            throw new ProblemException(
                    ProblemType.INVALID_INPUT, "limit is a number from 1 to " + PeopleQuery.MOST + ".");
        }
        PeopleCursor after = PeopleCursor.parse(cursor);
        return system.call(
                jdbc -> query.text() == null ? newest(jdbc, query, after, limit) : matching(jdbc, query, after, limit));
    }

    /** How many accounts there are, exact up to 10,000 and estimated above. */
    public long about(Caller.Person actor) {
        door.admit(actor, Permission.SEE_PEOPLE);
        return system.call(jdbc -> search.about(jdbc, COUNTED));
    }

    private PeoplePage newest(JdbcClient jdbc, PeopleQuery query, @Nullable PeopleCursor after, int limit) {
        List<PeopleSearch.Found> found = search.newest(jdbc, query, after == null ? null : after.id(), limit + 1);
        return page(
                found, limit, last -> new PeopleCursor(null, "", last.person().id()));
    }

    private PeoplePage matching(JdbcClient jdbc, PeopleQuery query, @Nullable PeopleCursor after, int limit) {
        List<PeopleSearch.Found> all = new ArrayList<>();
        List<Match> matches = new ArrayList<>();
        for (Match match : Match.values()) {
            boolean done = after != null && after.match() != null && match.compareTo(after.match()) < 0;
            if (!done && all.size() <= limit) {
                PeopleCursor within = after != null && after.match() == match ? after : null;
                List<PeopleSearch.Found> some = search.matching(jdbc, query, match, within, limit + 1 - all.size());
                all.addAll(some);
                some.forEach(_ -> matches.add(match));
            }
        }
        if (all.isEmpty() && after == null) {
            return new PeoplePage(search.alike(jdbc, query, limit), null, true);
        }
        return page(
                all,
                limit,
                last -> new PeopleCursor(
                        matches.get(limit - 1), last.key(), last.person().id()));
    }

    private static PeoplePage page(
            List<PeopleSearch.Found> oneMore,
            int limit,
            java.util.function.Function<PeopleSearch.Found, PeopleCursor> cursor) {
        boolean more = oneMore.size() > limit;
        List<PeopleSearch.Found> shown = more ? oneMore.subList(0, limit) : oneMore;
        return new PeoplePage(
                shown.stream().map(PeopleSearch.Found::person).toList(),
                more ? Objects.requireNonNull(cursor.apply(shown.getLast())).text() : null,
                false);
    }
}
