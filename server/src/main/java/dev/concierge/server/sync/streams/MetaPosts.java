package dev.concierge.server.sync.streams;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Reads the posts of a Page. Their times have no colon in the offset: {@code 2026-11-21T08:00:00+0000}. */
final class MetaPosts {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxx", Locale.ROOT);

    private MetaPosts() {}

    static List<Item> items(JsonNode posts) {
        return Items.of("", posts, MetaPosts::item);
    }

    private static Item item(JsonNode post) {
        String id = Items.required(post, "id");
        String message = post.path("message").asString("");
        Item.Summary summary = Item.Summary.of(message.isEmpty() ? attached(post) : message)
                .at(time(Items.required(post, "created_time")))
                .link(Items.link(post.path("permalink_url")))
                .text(message);
        return new Item.Present("", id, post, summary);
    }

    /** What a post without words is about. */
    private static String attached(JsonNode post) {
        return post.path("attachments").path("data").path(0).path("title").asString("");
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text, TIME).toInstant();
        } catch (DateTimeException e) {
            throw new MalformedException("time_unreadable", e);
        }
    }
}
