package dev.concierge.server.sync.streams;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the items of a page one by one, so that one that is broken spoils no other. */
public final class Items {
    private static final int EARLIEST_YEAR = 1;
    private static final int LATEST_YEAR = 9999;
    private static final int LONGEST_LINK = 2_000;

    private Items() {}

    /**
     * Reads each; one that cannot be read is {@link Item.Malformed}.
     *
     * @param part where they belong
     * @param array the items as the provider gave them
     * @param idOf the provider's id of one; empty when it has none
     * @param read throws {@link MalformedException} for one that is no item
     */
    public static List<Item> of(
            String part, JsonNode array, Function<JsonNode, String> idOf, Function<JsonNode, Item> read) {
        List<Item> items = new ArrayList<>(array.size());
        for (JsonNode node : array) {
            items.add(one(part, node, idOf, read));
        }
        return items;
    }

    /** {@link #of} for ids that stand in {@code id}. */
    public static List<Item> of(String part, JsonNode array, Function<JsonNode, Item> read) {
        return of(part, array, node -> node.path("id").asString(""), read);
    }

    private static Item one(
            String part, JsonNode node, Function<JsonNode, String> idOf, Function<JsonNode, Item> read) {
        String id = node.isObject() ? idOf.apply(node) : "";
        if (id.isEmpty()) {
            return new Item.Malformed(part, "", node, node.isObject() ? "id_missing" : "no_object");
        }
        try {
            return read.apply(node);
        } catch (MalformedException e) {
            return new Item.Malformed(part, id, node, e.why());
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            return new Item.Malformed(part, id, node, "unreadable");
        }
    }

    /**
     * A member that must be there.
     *
     * @throws MalformedException when it is not, or is no text
     */
    public static String required(JsonNode node, String member) {
        JsonNode value = node.path(member);
        if (!value.isString() || value.asString().isEmpty()) {
            throw new MalformedException(member.toLowerCase(java.util.Locale.ROOT) + "_missing");
        }
        return value.asString();
    }

    /** A time of RFC 3339; null when there is none. @throws MalformedException for text that is no time */
    public static @Nullable Instant time(JsonNode value) {
        String text = value.asString("");
        if (text.isEmpty()) {
            return null;
        }
        try {
            return stored(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new MalformedException("time_unreadable", e);
        }
    }

    /** Milliseconds since 1970, as a number or as text; null when there is none. @throws MalformedException for anything else */
    public static @Nullable Instant millis(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        try {
            return stored(Instant.ofEpochMilli(value.isNumber() ? value.asLong() : Long.parseLong(value.asString(""))));
        } catch (NumberFormatException | DateTimeException e) {
            throw new MalformedException("time_unreadable", e);
        }
    }

    /** What every column and page can hold. */
    private static Instant stored(Instant time) {
        int year = time.atOffset(java.time.ZoneOffset.UTC).getYear();
        if (year < EARLIEST_YEAR || year > LATEST_YEAR) {
            throw new MalformedException("time_unreadable");
        }
        return time;
    }

    /** An address that a page may link to: https with a host, at most 2,000 characters, in ASCII (RFC 3986); null for anything else. */
    public static @Nullable String link(JsonNode value) {
        try {
            URI link = new URI(value.asString(""));
            String text = link.toASCIIString();
            boolean usable = "https".equals(link.getScheme()) && link.getHost() != null;
            return usable && text.length() <= LONGEST_LINK ? text : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
