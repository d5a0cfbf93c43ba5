package dev.concierge.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;

/** Calendar events as Google gives them, about a kilobyte each, made up of their number, so that nobody has to remember them. */
final class IngestEvents {
    private static final Instant BEGIN = Instant.parse("2020-01-01T08:00:00Z");
    private static final int DAYS = 2_500;
    private static final int QUARTERS_OF_A_DAY = 40;
    private static final String[] NAMES = {
        "Linh Tran", "Anna Strand", "Mei Chen", "Ravi Patel", "Ingrid Berg", "Owen Trask", "Sofia Rossi", "Chidi Okafor"
    };

    private IngestEvents() {}

    /**
     * A page of {@code events.list}.
     *
     * @param from number of its first event
     * @param to number of the one behind its last
     * @param next what follows the items, such as {@code "nextPageToken":"2"}
     */
    static String page(int from, int to, String next) {
        StringBuilder page = new StringBuilder((to - from) * 1_200 + 200);
        page.append("{\"kind\":\"calendar#events\",\"summary\":\"Main\",\"timeZone\":\"UTC\",\"items\":[");
        for (int number = from; number < to; number++) {
            page.append(number == from ? "" : ",");
            event(page, number);
        }
        return page.append("],").append(next).append('}').toString();
    }

    private static void event(StringBuilder page, int number) {
        SplittableRandom random = new SplittableRandom(number);
        String id = Long.toHexString(random.nextLong()) + Integer.toHexString(number);
        Instant start = BEGIN.plus(random.nextInt(DAYS), ChronoUnit.DAYS)
                .plus(15L * random.nextInt(QUARTERS_OF_A_DAY), ChronoUnit.MINUTES);
        page.append("{\"kind\":\"calendar#event\",\"etag\":\"\\\"").append(random.nextLong(1L << 50));
        page.append("\\\"\",\"id\":\"").append(id).append("\",\"status\":\"confirmed\"");
        page.append(",\"htmlLink\":\"https://www.google.com/calendar/event?eid=")
                .append(id)
                .append('"');
        page.append(",\"created\":\"").append(start.minus(9, ChronoUnit.DAYS)).append('"');
        page.append(",\"updated\":\"").append(start.minus(2, ChronoUnit.DAYS)).append('"');
        page.append(",\"summary\":\"").append(IngestWords.text(random, 4)).append('"');
        page.append(",\"description\":\"").append(IngestWords.text(random, 30)).append('"');
        page.append(",\"location\":\"").append(IngestWords.text(random, 2)).append(" 4\"");
        page.append(",\"organizer\":{").append(person(random)).append('}');
        page.append(",\"start\":{\"dateTime\":\"").append(start).append("\",\"timeZone\":\"UTC\"}");
        page.append(",\"end\":{\"dateTime\":\"").append(start.plus(45, ChronoUnit.MINUTES));
        page.append("\",\"timeZone\":\"UTC\"},\"iCalUID\":\"").append(id).append("@google.com\",\"sequence\":0");
        page.append(",\"attendees\":[{").append(person(random)).append(",\"responseStatus\":\"accepted\"},{");
        page.append(person(random)).append(",\"responseStatus\":\"needsAction\"}]");
        page.append(",\"reminders\":{\"useDefault\":true},\"eventType\":\"default\"}");
    }

    private static String person(SplittableRandom random) {
        String name = NAMES[random.nextInt(NAMES.length)];
        return "\"email\":\"" + name.toLowerCase(java.util.Locale.ROOT).replace(' ', '.') + random.nextInt(100)
                + "@meridian.example\",\"displayName\":\"" + name + '"';
    }
}
