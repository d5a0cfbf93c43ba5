package dev.concierge.sandbox.youtube;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.belongings.Belonging;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.google.ApiQuery;
import dev.concierge.sandbox.google.Channel;
import dev.concierge.sandbox.google.GoogleErrors;
import dev.concierge.sandbox.google.Refusal;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.http.Routes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code playlistItems.list} of a channel's uploads and {@code videos.list} by ids (field 15). Each call costs one unit, a refused one too. */
final class VideosEndpoints {
    private static final Set<String> ITEM_PARTS = Set.of("id", "snippet", "contentDetails", "status");
    private static final Set<String> VIDEO_PARTS = Set.of("id", "snippet", "contentDetails", "status", "statistics");
    private static final String PAGE_PREFIX = "CAE";
    private static final int STANDARD_PAGE = 5;
    private static final int LARGEST_PAGE = 50;

    private final Bearer bearer;
    private final Quota quota;
    private final ChannelVideos videos;

    VideosEndpoints(Tokens tokens, Quota quota, ChannelVideos videos) {
        this.bearer = new Bearer(tokens.access(), GoogleErrors.REFUSALS);
        this.quota = quota;
        this.videos = videos;
    }

    void addTo(Routes routes) {
        routes.add(
                        "GET",
                        "/youtube/v3/playlistItems",
                        "playlistItems",
                        request -> answer(request, "V3DataPlaylistItemService.List", this::playlistItems))
                .add(
                        "GET",
                        "/youtube/v3/videos",
                        "videos",
                        request -> answer(request, "V3DataVideoService.List", this::videos));
    }

    private Answer answer(Request request, String method, BiFunction<Request, AccessToken, Answer> how) {
        return bearer.require(
                request,
                ChannelsEndpoint.SCOPES,
                "youtube.api.v3." + method,
                token -> quota.take(token)
                        ? Refusal.or(() -> how.apply(request, token))
                        : ChannelsEndpoint.quotaExceeded());
    }

    private Answer playlistItems(Request request, AccessToken token) {
        var query = ApiQuery.of(
                        request.query(), Set.of("part", "playlistId", "maxResults", "pageToken", "videoId"), Set.of())
                .only("videoId");
        var parts = parts(query, ITEM_PARTS);
        var playlist = query.required("playlistId");
        var channel = videos.channels(token).stream()
                .filter(each -> ChannelsEndpoint.uploads(each).equals(playlist))
                .findFirst()
                .orElse(null);
        if (channel == null) {
            return GoogleErrors.notFound(
                    "youtube.playlistItem", "playlistNotFound", "The playlist cannot be found.", "playlistId");
        }
        var all = videos.of(channel, token);
        int size = query.size("maxResults", STANDARD_PAGE, LARGEST_PAGE);
        int from = Math.min(from(query.get("pageToken")), all.size());
        int to = Math.min(from + size, all.size());
        var body = list("youtube#playlistItemListResponse", all.size(), size);
        if (to < all.size()) {
            body.put("nextPageToken", PAGE_PREFIX + to);
        }
        var items = body.putArray("items");
        for (int position = from; position < to; position++) {
            items.add(item(all.get(position), channel, position, parts));
        }
        return Answer.json(200, body).outcome("full");
    }

    private static int from(@Nullable String page) {
        if (page == null) {
            return 0;
        }
        try {
            if (page.startsWith(PAGE_PREFIX)) {
                return Math.max(0, Integer.parseInt(page.substring(PAGE_PREFIX.length())));
            }
        } catch (NumberFormatException _) {
            // refused below like any other page that was never given out
        }
        throw new Refusal(GoogleErrors.badRequest(
                "youtube.parameter", "invalidPageToken", "The request specifies an invalid page token.", "pageToken"));
    }

    private static ObjectNode item(Belonging video, Channel channel, int position, List<String> parts) {
        var item = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "youtube#playlistItem")
                .put("etag", etag(video))
                .put("id", "UU." + video.id());
        if (parts.contains("snippet")) {
            var snippet = item.putObject("snippet")
                    .put("publishedAt", ChannelVideos.published(video))
                    .put("channelId", channel.id())
                    .put("title", video.content().path("snippet").path("title").asString(""))
                    .put("channelTitle", channel.title())
                    .put("playlistId", ChannelsEndpoint.uploads(channel))
                    .put("position", position);
            snippet.putObject("resourceId").put("kind", "youtube#video").put("videoId", video.id());
        }
        if (parts.contains("contentDetails")) {
            item.putObject("contentDetails")
                    .put("videoId", video.id())
                    .put("videoPublishedAt", ChannelVideos.published(video));
        }
        if (parts.contains("status")) {
            item.putObject("status")
                    .put(
                            "privacyStatus",
                            video.content().path("status").path("privacyStatus").asString("public"));
        }
        return item;
    }

    private Answer videos(Request request, AccessToken token) {
        var query = ApiQuery.of(request.query(), Set.of("part", "id", "maxResults"), Set.of())
                .only("maxResults");
        var parts = parts(query, VIDEO_PARTS);
        var ids = Arrays.asList(query.required("id").split(",", -1));
        if (ids.size() > LARGEST_PAGE) {
            return GoogleErrors.badRequest(
                    "youtube.parameter", "invalidFilters", "The request specifies too many ids.", "parameters.id");
        }
        var found = videos.channels(token).stream()
                .flatMap(channel -> videos.of(channel, token).stream())
                .filter(video -> ids.contains(video.id()))
                .toList();
        var body = list("youtube#videoListResponse", found.size(), found.size());
        var items = body.putArray("items");
        found.forEach(video -> items.add(video(video, parts)));
        return Answer.json(200, body).outcome("full");
    }

    private static ObjectNode video(Belonging video, List<String> parts) {
        var item = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "youtube#video")
                .put("etag", etag(video))
                .put("id", video.id());
        parts.stream()
                .filter(part -> video.content().has(part) && !part.equals("id"))
                .forEach(part -> item.set(part, video.content().path(part)));
        return item;
    }

    private static ObjectNode list(String kind, int total, int size) {
        var body = JsonNodeFactory.instance.objectNode().put("kind", kind).put("etag", "sandbox-" + total);
        body.putObject("pageInfo").put("totalResults", total).put("resultsPerPage", size);
        return body;
    }

    private static List<String> parts(ApiQuery query, Set<String> known) {
        var parts = List.of(query.required("part").split(",", -1));
        if (!known.containsAll(parts)) {
            throw new Refusal(GoogleErrors.badRequest("youtube.part", "unknownPart", "Unknown part: " + parts, "part"));
        }
        return parts;
    }

    private static String etag(Belonging video) {
        return "sandbox-" + Long.toHexString(video.revision());
    }
}
