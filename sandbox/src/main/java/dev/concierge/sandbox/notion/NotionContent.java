package dev.concierge.sandbox.notion;

import dev.concierge.sandbox.People;
import dev.concierge.sandbox.entries.Entries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * What stands in people's workspaces at the beginning: the pages at the top, pages below them, and a database below the first one. The place of each
 * is the page at the top that it is below or is itself; whoever picks that page shares everything below it.
 */
final class NotionContent implements Entries.Rules {
    static final String PAGE = "page";
    static final String DATA_SOURCE = "data_source";

    private static final List<String> BELOW = List.of(
            "Ideas <b>& drafts</b>",
            "Biên bản họp",
            "議事録 2026",
            "Übersicht",
            "Notas de la reunión",
            "Packing list",
            "Decisions 📌",
            "Open questions");

    private final People people;
    private final InstantSource clock;

    NotionContent(People people, InstantSource clock) {
        this.people = people;
        this.clock = clock;
    }

    @Override
    public String id(String account, String place, Instant createdAt, long number) {
        return Workspaces.uuid("entry " + account + " " + number);
    }

    @Override
    public String place(String account) {
        return Workspaces.of(people.get(account)).getFirst().pageIds().getFirst();
    }

    /** Far enough back that nothing seems edited just now. */
    @Override
    public void sow(Entries entries, String account) {
        var at = clock.instant().minus(Duration.ofDays(90));
        for (var workspace : Workspaces.of(people.get(account))) {
            for (var top : workspace.pages()) {
                entries.write(account, PAGE, top.id(), top.title(), at);
                for (int i = 0; i < BELOW.size(); i++) {
                    at = at.plus(Duration.ofMinutes(47));
                    entries.write(account, PAGE, top.id(), BELOW.get(i) + " · " + top.title(), at);
                }
                entries.write(account, DATA_SOURCE, top.id(), "Tasks of " + top.title(), at);
            }
        }
    }
}
