package dev.concierge.server.sync.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads X's posts. One that was edited has a new id; its earlier ones ({@code edit_history_tweet_ids}) are gone. */
final class TwitterPosts {
    private static final Pattern ID = Pattern.compile("\\d{1,19}");
    private static final String LINK = "https://x.com/i/web/status/";

    private TwitterPosts() {}

    static List<Item> items(JsonNode posts) {
        List<Item> items = new ArrayList<>(Items.of("", posts, TwitterPosts::item));
        for (JsonNode post : posts) {
            String id = post.path("id").asString("");
            for (JsonNode earlier : post.path("edit_history_tweet_ids")) {
                String other = earlier.asString("");
                if (!id.isEmpty() && !other.isEmpty() && !other.equals(id)) {
                    items.add(new Item.Gone("", other));
                }
            }
        }
        return items;
    }

    private static Item item(JsonNode post) {
        String id = Items.required(post, "id");
        Item.Summary summary = Item.Summary.of(Items.required(post, "text"))
                .at(Items.time(post.path("created_at")))
                .link(ID.matcher(id).matches() ? LINK + id : null)
                .text(post.path("text").asString(""));
        return new Item.Present("", id, post, summary);
    }
}
