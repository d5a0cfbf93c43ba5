package dev.concierge.server.sync.streams;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One thing on a page. */
public sealed interface Item {
    /** Where in the stream it belongs, such as a calendar's id; empty in a stream of one part. */
    String part();

    /** The provider's id, unique in its part; 1 to 1024 characters. */
    String upstreamId();

    /**
     * It is there.
     *
     * @param content as the provider gave it
     * @param summary what every kind of thing has
     */
    record Present(String part, String upstreamId, JsonNode content, Summary summary) implements Item {}

    /** It is not there any more. */
    record Gone(String part, String upstreamId) implements Item {}

    /**
     * It is there and cannot be read; kept aside, so that the rest of its page is not lost.
     *
     * @param upstreamId empty when even that is missing
     * @param why one of our words, such as {@code id_missing}
     */
    record Malformed(String part, String upstreamId, JsonNode content, String why) implements Item {}

    /**
     * What lists, searches and the agenda show, whatever provider it comes from.
     *
     * @param title one line, without markup; empty when it has none
     * @param time when it happens or happened; null when it has no place in time
     * @param people names or addresses of those it is with or from, the first one first
     * @param link where a person sees it at the provider, https; null when there is no such page
     * @param text more words to be found by, such as the beginning of a message; never shown on its own
     */
    record Summary(
            String title,
            @Nullable When time,
            List<String> people,
            @Nullable String link,
            String text) {
        /** Nothing known but its title. */
        public static final Summary EMPTY = of("");

        public Summary {
            people = List.copyOf(people);
        }

        public static Summary of(String title) {
            return new Summary(title, null, List.of(), null, "");
        }

        public Summary at(@Nullable When when) {
            return new Summary(title, when, people, link, text);
        }

        /** At one moment; nothing is changed by null. */
        public Summary at(@Nullable Instant moment) {
            return moment == null ? this : at(new When(moment, moment, false));
        }

        public Summary with(List<String> whom) {
            return new Summary(title, time, whom, link, text);
        }

        public Summary with(String whom) {
            return whom.isBlank() ? this : with(List.of(whom));
        }

        public Summary link(@Nullable String address) {
            return new Summary(title, time, people, address, text);
        }

        public Summary text(String words) {
            return new Summary(title, time, people, link, words);
        }
    }

    /**
     * A time span.
     *
     * @param allDay whether it covers whole days of its calendar; the instants are those days' ends there
     */
    record When(Instant startsAt, Instant endsAt, boolean allDay) {}
}
