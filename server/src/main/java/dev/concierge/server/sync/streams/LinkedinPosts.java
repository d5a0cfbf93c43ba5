package dev.concierge.server.sync.streams;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the posts of an organisation. What they say is in LinkedIn's little text format, with marks around names and tags. */
final class LinkedinPosts {
    private static final Pattern MENTION = Pattern.compile("@\\[([^\\]]*)\\]\\([^)]*\\)");
    private static final Pattern HASHTAG = Pattern.compile("\\{hashtag\\|\\\\?#\\|([^}]*)\\}");
    private static final Pattern ESCAPED = Pattern.compile("\\\\([|{}@\\[\\]()<>#\\\\*_~])");
    private static final Pattern URN = Pattern.compile("urn:li:(share|ugcPost):\\d{1,30}");
    private static final String LINK = "https://www.linkedin.com/feed/update/";

    private LinkedinPosts() {}

    /** @param figures by the post they are of; kept beside what it is, as {@code statistics} */
    static List<Item> items(String organization, JsonNode posts, Map<String, JsonNode> figures) {
        return Items.of(organization, posts, post -> item(organization, post, figures));
    }

    private static Item item(String organization, JsonNode post, Map<String, JsonNode> figures) {
        String id = Items.required(post, "id");
        String words = plain(post.path("commentary").asString(""));
        Item.Summary summary = Item.Summary.of(words.isEmpty() ? shared(post) : words)
                .at(time(post))
                .link(URN.matcher(id).matches() ? LINK + id : null)
                .text(words);
        return new Item.Present(organization, id, with(post, figures.get(id)), summary);
    }

    /** Names, tags and signs without their marks. */
    static String plain(String commentary) {
        String named = MENTION.matcher(commentary).replaceAll("$1");
        String tagged = HASHTAG.matcher(named).replaceAll("#$1");
        return ESCAPED.matcher(tagged).replaceAll("$1");
    }

    /** What a post without words is about. */
    private static String shared(JsonNode post) {
        JsonNode content = post.path("content");
        return content.path("article")
                .path("title")
                .asString(content.path("media").path("title").asString(""));
    }

    private static @Nullable Instant time(JsonNode post) {
        Instant published = Items.millis(post.path("publishedAt"));
        return published == null ? Items.millis(post.path("createdAt")) : published;
    }

    private static JsonNode with(JsonNode post, @Nullable JsonNode figures) {
        if (figures == null || figures.isMissingNode()) {
            return post;
        }
        ObjectNode both = (ObjectNode) post.deepCopy();
        both.set("statistics", figures);
        return both;
    }
}
