package dev.concierge.sandbox.youtube;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.google.Channel;
import dev.concierge.sandbox.google.GoogleErrors;
import dev.concierge.sandbox.google.GoogleKnobs;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code channels.list} as far as it tells whose channel a token speaks for (field 8), and how it does. */
final class ChannelsEndpoint {
    private static final String AUTH = "https://www.googleapis.com/auth/";
    /** Field 4: {@code youtube.upload} does not open it. */
    static final Set<String> SCOPES =
            Set.of(AUTH + "youtube.readonly", AUTH + "youtube", AUTH + "youtube.force-ssl", AUTH + "youtubepartner");

    private static final Set<String> PARTS = Set.of("id", "snippet", "contentDetails", "statistics");
    private static final Set<String> PARAMETERS =
            Set.of("part", "mine", "id", "maxResults", "pageToken", "hl", "alt", "prettyPrint", "key");
    private static final int SIGNIFICANT_DIGITS = 3;

    private final ChannelVideos videos;
    private final Bearer bearer;
    private final Quota quota;
    private final KnobBoard knobs;
    private final String address;

    ChannelsEndpoint(Tokens tokens, Quota quota, ChannelVideos videos, String address) {
        this.videos = videos;
        this.bearer = new Bearer(tokens.access(), GoogleErrors.REFUSALS);
        this.quota = quota;
        this.knobs = tokens.knobs();
        this.address = address;
    }

    Answer list(Request request) {
        return bearer.require(request, SCOPES, "youtube.api.v3.V3DataChannelService.List", token -> {
            // invalid calls cost, too
            if (!quota.take(token)) {
                return quotaExceeded();
            }
            var query = request.query();
            var odd = query.names().stream()
                    .filter(name -> !PARAMETERS.contains(name))
                    .findFirst();
            if (odd.isPresent()) {
                return GoogleErrors.notDone("the parameter " + odd.get());
            }
            var parts = List.of(query.get("part", "").split(",", -1));
            if (query.get("part") == null) {
                return GoogleErrors.badRequest("global", "required", "Required parameter: part", "part");
            }
            if (!PARTS.containsAll(parts)) {
                return GoogleErrors.badRequest(
                        "youtube.part", "unknownPart", "Unknown part: " + query.get("part", ""), "part");
            }
            if (!query.get("mine", "").equals("true") || query.get("id") != null) {
                return query.get("mine") == null && query.get("id") == null
                        ? GoogleErrors.badRequest(
                                "youtube.parameter", "missingRequiredParameter", "No filter selected.", "parameters.")
                        : GoogleErrors.notDone("another filter than mine=true");
            }
            return mine(token, parts);
        });
    }

    private Answer mine(AccessToken token, List<String> parts) {
        var channels = videos.channels(token);
        if (channels.isEmpty() && knobs.get(GoogleKnobs.SIGNUP_REQUIRED)) {
            return GoogleErrors.unusable("youtube.header", "youtubeSignupRequired", "Unauthorized");
        }
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "youtube#channelListResponse")
                .put("etag", etag(channels));
        body.putObject("pageInfo").put("totalResults", channels.size()).put("resultsPerPage", 5);
        var items = body.putArray("items");
        channels.forEach(channel ->
                items.add(item(channel, parts, videos.of(channel, token).size())));
        return Answer.json(200, body);
    }

    private ObjectNode item(Channel channel, List<String> parts, int uploaded) {
        var item = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "youtube#channel")
                .put("etag", etag(List.of(channel)))
                .put("id", channel.id());
        if (parts.contains("snippet")) {
            snippet(item.putObject("snippet"), channel);
        }
        if (parts.contains("contentDetails")) {
            item.putObject("contentDetails")
                    .putObject("relatedPlaylists")
                    .put("likes", "")
                    .put("uploads", uploads(channel));
        }
        if (parts.contains("statistics")) {
            item.putObject("statistics")
                    .put("viewCount", String.valueOf(channel.views()))
                    .put("subscriberCount", String.valueOf(rounded(channel.subscribers())))
                    .put("hiddenSubscriberCount", false)
                    .put("videoCount", String.valueOf(uploaded));
        }
        return item;
    }

    private void snippet(ObjectNode snippet, Channel channel) {
        snippet.put("title", channel.title())
                .put("description", "")
                .put("customUrl", channel.handle())
                .put("publishedAt", "2019-04-02T08:15:00Z");
        var thumbnails = snippet.putObject("thumbnails");
        for (var size : List.of("default", "medium", "high")) {
            thumbnails.putObject(size).put("url", address + "/pictures/" + channel.id() + "/" + size);
        }
        snippet.putObject("localized").put("title", channel.title()).put("description", "");
    }

    /** Field 8: down to three digits. */
    static long rounded(long count) {
        long unit = 1;
        while (count / unit >= Math.powExact(10L, SIGNIFICANT_DIGITS)) {
            unit *= 10;
        }
        return count / unit * unit;
    }

    private static String etag(List<Channel> channels) {
        return "sandbox-" + Integer.toHexString(channels.hashCode());
    }

    /** The playlist of everything that a channel has uploaded. */
    static String uploads(Channel channel) {
        return "UU" + channel.id().substring(2);
    }

    static Answer quotaExceeded() {
        return GoogleErrors.forbidden(
                "youtube.quota", "quotaExceeded", "The request cannot be completed: quota exceeded.");
    }
}
