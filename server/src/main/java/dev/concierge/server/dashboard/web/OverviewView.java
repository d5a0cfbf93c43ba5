package dev.concierge.server.dashboard.web;

import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Mark;
import dev.concierge.server.web.Notice;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /}, template {@code dashboard/overview}.
 *
 * @param firstName how the person is greeted; may be empty
 * @param attention how many accounts need the person
 * @param notices one banner for each of them, the most urgent first
 * @param rack every connected account, then some that could be connected; without a connected one the first-run picture is shown
 * @param today today's date where the person is
 * @param agenda what comes next today, at most six
 * @param agendaTotal how many there are in all today
 * @param uses who used the keys lately, newest first, at most five
 * @param figures two to four numbers
 */
public record OverviewView(
        String firstName,
        long attention,
        List<Notice> notices,
        List<Hook> rack,
        LocalDate today,
        List<Item> agenda,
        long agendaTotal,
        List<Use> uses,
        List<Figure> figures) {
    public OverviewView {
        notices = List.copyOf(notices);
        rack = List.copyOf(rack);
        agenda = List.copyOf(agenda);
        uses = List.copyOf(uses);
        figures = List.copyOf(figures);
    }

    /** Whether nothing is connected yet. */
    public boolean firstRun() {
        return rack.stream().noneMatch(hook -> hook.integration() != null);
    }

    /**
     * One hook of the rack.
     *
     * @param integration the connected account on it; null for an empty hook
     * @param name "Google, work"
     */
    public record Hook(@Nullable UUID integration, Mark mark, String name, Badge badge) {}

    /**
     * One thing of today.
     *
     * @param account "Google, work"
     * @param place may be empty
     * @param startsAt null for a whole day
     * @param endsAt null when the provider gives none
     */
    public record Item(
            Mark mark,
            String title,
            String account,
            String place,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt) {}

    /**
     * Somebody used a key.
     *
     * @param icon an icon of the sprite, without {@code i-}
     * @param what a whole sentence without its stop: "trip-planner took a token for Google, work"
     * @param detail second line; may be empty
     */
    public record Use(String icon, String what, String detail, Instant at) {}

    /**
     * A number with its name.
     *
     * @param value as it is shown: "59,254"
     * @param note second line; may be empty
     */
    public record Figure(String name, String value, String note) {}
}
