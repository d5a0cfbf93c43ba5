package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class CalendarSeedTest {
    private final GoogleWorld world = new GoogleWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void everybody_has_a_believable_calendar() {
        for (var person : world.sandbox.people().all()) {
            var events = world.sandbox.calendar(person.account()).events();
            assertThat(events).as(person.account()).hasSizeBetween(40, 120);
            assertThat(events).anyMatch(each -> !each.content().recurrence().isEmpty());
            assertThat(events).anyMatch(each -> each.content().start().isAllDay());
            assertThat(events).anyMatch(each -> each.cancelled());
            assertThat(events).anyMatch(each -> each.content().title().isEmpty());
            assertThat(events).anyMatch(each -> each.content().title().contains("<script>"));
            assertThat(events)
                    .anyMatch(each -> each.content().title().codePoints().anyMatch(letter -> letter > 0x100));
            assertThat(events.stream()
                            .map(each -> each.content().start().zone())
                            .collect(Collectors.toSet()))
                    .hasSizeGreaterThan(2);
        }
    }

    @Test
    void the_same_day_gives_the_same_calendar() {
        try (var other = new GoogleWorld()) {
            for (var person : world.sandbox.people().all()) {
                assertThat(titles(other, person.account())).isEqualTo(titles(world, person.account()));
            }
        }
    }

    @Test
    void whoever_is_added_gets_a_calendar_at_its_first_use() {
        world.sandbox.addPerson("New@home.example", "Neu", "Hier", ZoneId.of("Asia/Tokyo"));

        assertThat(world.sandbox.calendar("new@home.example").events()).hasSizeBetween(40, 120);
        assertThat(world.sandbox.calendar("new@home.example").events())
                .anyMatch(each ->
                        ZoneId.of("Asia/Tokyo").equals(each.content().start().zone()));
    }

    private static String titles(GoogleWorld world, String account) {
        return world.sandbox.calendar(account).events().stream()
                .map(each -> each.content().toString())
                .collect(Collectors.joining("\n"));
    }
}
