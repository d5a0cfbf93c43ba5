package dev.concierge.server.sync;

import dev.concierge.server.database.Ids;
import dev.concierge.server.sync.streams.FetchOutcome;
import dev.concierge.server.sync.streams.Item;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Sorts a page out: what is there, what is gone, what cannot be read, as rows ready to be stored. */
@Component
class PageRows {
    private static final int LONGEST_ID = 1024;
    private static final int LONGEST_TITLE = 500;
    private static final int LONGEST_NAME = 200;
    private static final int MOST_PEOPLE = 50;
    private static final Pattern BLANK = Pattern.compile("[\\p{Cntrl}\\s]+");

    private final RecordContent content;
    private final Ids ids;

    PageRows(RecordContent content, Ids ids) {
        this.content = content;
        this.ids = ids;
    }

    /** Names an item within its stream. */
    record Key(String part, String upstreamId) {}

    /** What a page says. Of several items with the same id the last one counts. */
    record Sorted(List<RecordRepository.Row> present, List<Key> gone, List<MalformedItems.Row> malformed) {
        List<Key> readable() {
            List<Key> keys = new ArrayList<>(gone);
            present.forEach(row -> keys.add(new Key(row.part(), row.upstreamId())));
            return keys;
        }
    }

    /** @param since records whose time is before are not kept; null keeps them all */
    Sorted sort(FetchOutcome.Page<?> page, @Nullable Instant since) {
        Map<Key, Item> items = new LinkedHashMap<>();
        for (Item item : page.items()) {
            Item checked = checked(item);
            items.put(new Key(checked.part(), checked.upstreamId()), checked);
        }
        List<RecordRepository.Row> present = new ArrayList<>();
        List<Key> gone = new ArrayList<>();
        List<MalformedItems.Row> malformed = new ArrayList<>();
        items.forEach((key, item) -> {
            switch (item) {
                case Item.Present there when isOver(there, since) -> gone.add(key);
                case Item.Present there -> present.add(row(there));
                case Item.Gone _ -> gone.add(key);
                case Item.Malformed bad -> malformed.add(malformed(bad));
            }
        });
        return new Sorted(present, gone, malformed);
    }

    /** What cannot be told apart by its id is named by its content. */
    private Item checked(Item item) {
        boolean sound = !item.upstreamId().isEmpty() && storable(item.upstreamId()) && storable(item.part());
        return switch (item) {
            case Item.Malformed bad when sound -> bad;
            case Item.Malformed bad -> unnamed(bad.part(), bad.content(), bad.why());
            case Item.Present there -> sound ? there : unnamed(there.part(), there.content(), "id_unusable");
            // Nothing is stored under an id that cannot be: it buries nothing.
            case Item.Gone gone -> sound ? gone : new Item.Gone("", "");
        };
    }

    private Item.Malformed unnamed(String part, JsonNode node, String why) {
        return new Item.Malformed(storable(part) ? part : "", "sha256:" + hash(content.text(node)), node, why);
    }

    private static boolean isOver(Item.Present item, @Nullable Instant since) {
        Item.@Nullable When time = item.summary().time();
        return since != null && time != null && time.endsAt().isBefore(since);
    }

    private MalformedItems.Row malformed(Item.Malformed bad) {
        return new MalformedItems.Row(ids.next(), bad.part(), bad.upstreamId(), bad.why(), content.text(bad.content()));
    }

    private RecordRepository.Row row(Item.Present item) {
        String text = content.text(item.content());
        Item.Summary summary = item.summary();
        Item.@Nullable When time = summary.time();
        String title = line(summary.title(), LONGEST_TITLE);
        String people = summary.people().stream()
                .map(name -> line(name, LONGEST_NAME))
                .filter(name -> !name.isEmpty())
                .distinct()
                .limit(MOST_PEOPLE)
                .collect(Collectors.joining(RecordRepository.BETWEEN));
        return new RecordRepository.Row(
                ids.next(),
                item.part(),
                item.upstreamId(),
                text,
                hash(text + "\n" + summary),
                time == null ? null : time.startsAt(),
                time == null ? null : time.endsAt(),
                time != null && time.allDay(),
                title,
                people,
                summary.link(),
                summary.text());
    }

    /** One line, without what a column or a page cannot hold. */
    private static String line(String text, int longest) {
        String line = BLANK.matcher(RecordContent.clean(text)).replaceAll(" ").strip();
        if (line.length() <= longest) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(longest - 1)) ? longest - 1 : longest;
        return line.substring(0, end);
    }

    private static boolean storable(String id) {
        return id.length() <= LONGEST_ID && RecordContent.clean(id).equals(id);
    }

    private static String hash(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
