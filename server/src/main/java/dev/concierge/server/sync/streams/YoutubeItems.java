package dev.concierge.server.sync.streams;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/** Reads the lists of YouTube's Data API. */
final class YoutubeItems {
    private YoutubeItems() {}

    /** The items of a list; none when it says that it is empty, which YouTube does without the member; null for what is no list. */
    static @Nullable JsonNode of(JsonNode body) {
        JsonNode items = body.path("items");
        if (items.isMissingNode() && body.path("pageInfo").path("totalResults").asInt(-1) == 0) {
            return JsonNodeFactory.instance.arrayNode();
        }
        return items.isArray() ? items : null;
    }

    static List<Item> channels(JsonNode channels) {
        return Items.of("", channels, channel -> {
            String id = Items.required(channel, "id");
            JsonNode snippet = channel.path("snippet");
            String handle = snippet.path("customUrl").asString("");
            return new Item.Present(
                    "",
                    id,
                    channel,
                    Item.Summary.of(Items.required(snippet, "title"))
                            .at(Items.time(snippet.path("publishedAt")))
                            .link(link("https://www.youtube.com/channel/" + id))
                            .text(handle + " " + snippet.path("description").asString("")));
        });
    }

    static List<Item> videos(JsonNode videos) {
        return Items.of("", videos, video -> {
            String id = Items.required(video, "id");
            JsonNode snippet = video.path("snippet");
            return new Item.Present(
                    "",
                    id,
                    video,
                    Item.Summary.of(Items.required(snippet, "title"))
                            .at(Items.time(snippet.path("publishedAt")))
                            .with(snippet.path("channelTitle").asString(""))
                            .link(link("https://www.youtube.com/watch?v=" + id))
                            .text(words(snippet)));
        });
    }

    /** The videos that entries of a playlist stand for, each once. */
    static List<String> videoIds(JsonNode entries) {
        List<String> ids = new ArrayList<>();
        entries.forEach(entry -> {
            String id = entry.path("contentDetails").path("videoId").asString("");
            if (!id.isEmpty() && !ids.contains(id)) {
                ids.add(id);
            }
        });
        return ids;
    }

    private static String words(JsonNode snippet) {
        StringBuilder words = new StringBuilder(snippet.path("description").asString(""));
        snippet.path("tags").forEach(tag -> words.append(' ').append(tag.asString("")));
        return words.toString();
    }

    private static @Nullable String link(String address) {
        return Items.link(StringNode.valueOf(address));
    }
}
