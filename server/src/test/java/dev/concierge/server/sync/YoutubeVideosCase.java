package dev.concierge.server.sync;

import static dev.concierge.server.sync.ScriptedOutbound.ok;

import dev.concierge.server.sync.ScriptedOutbound.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The uploads of a channel: pages of the playlist, each followed by its videos. */
final class YoutubeVideosCase extends YoutubeCase {
    private static final Step CHANNEL = ok(list(
            "channelListResponse",
            "{\"id\":\"UCada\",\"contentDetails\":{\"relatedPlaylists\":{\"likes\":\"\",\"uploads\":\"UUada\"}}}",
            null));
    private static final String NEXT = "EAAaBlBUOkNESQ";

    @Override
    public String stream() {
        return "youtube.data.videos";
    }

    @Override
    public List<Step> firstRun() {
        List<Step> all = new ArrayList<>(nothingNew());
        all.addFirst(CHANNEL);
        return all;
    }

    @Override
    public int records() {
        return 4;
    }

    @Override
    public List<Step> changes() {
        return List.of(
                entries(NEXT, "e", "a"),
                videos(video("e", "New") + "," + video("a", "Bread, again")),
                entries(null, "c", "d"),
                videos(video("c", "Tea") + "," + video("d", "Trip")));
    }

    @Override
    public List<Step> nothingNew() {
        return List.of(
                entries(NEXT, "a", "b"),
                videos(video("a", "Bread") + "," + video("b", "Coffee")),
                entries(null, "c", "d"),
                videos(video("c", "Tea") + "," + video("d", "Trip")));
    }

    /** One is still in the playlist and is no video any more. */
    @Override
    public List<Step> tooOld() {
        return List.of(
                entries(NEXT, "f", "a", "b"),
                videos(video("f", "New") + "," + video("a", "Bread")),
                entries(null, "c", "d"),
                videos(video("c", "Tea") + "," + video("d", "Trip")));
    }

    @Override
    public List<Step> malformed() {
        return List.of(
                CHANNEL,
                entries(NEXT, "a", "x", "b"),
                videos(video("a", "Bread") + ",{\"id\":\"x\",\"snippet\":{\"title\":7}}," + video("b", "Coffee")),
                entries(null, "c", "d"),
                videos(video("c", "Tea") + "," + video("d", "Trip")));
    }

    @Override
    public List<Step> doubled() {
        return List.of(
                CHANNEL,
                entries(NEXT, "a", "a", "b"),
                videos(video("a", "Bread") + "," + video("a", "Bread") + "," + video("b", "Coffee")),
                entries(null, "b", "c", "d"),
                videos(video("b", "Coffee") + "," + video("c", "Tea") + "," + video("d", "Trip")));
    }

    @Override
    public List<Step> largest(int items) {
        List<String> ids = IntStream.range(0, items).mapToObj(i -> "v" + i).toList();
        return List.of(
                CHANNEL,
                entries(null, ids.toArray(String[]::new)),
                videos(ids.stream().map(id -> video(id, "Video " + id)).collect(Collectors.joining(","))));
    }

    @Override
    public List<Step> circle() {
        return List.of(CHANNEL, entries(NEXT, "a"), videos(video("a", "Bread")), entries(NEXT, "a"));
    }

    @Override
    public List<Step> garbage() {
        List<Step> all = new ArrayList<>(super.garbage());
        all.addAll(List.of(ok("[]"), ok("{\"items\":{}}"), ok("{\"pageInfo\":{\"totalResults\":3}}")));
        return all;
    }

    private static Step entries(@Nullable String nextPage, String... ids) {
        return ok(list(
                "playlistItemListResponse",
                Arrays.stream(ids)
                        .map(id -> "{\"kind\":\"youtube#playlistItem\",\"etag\":\"e\",\"id\":\"UU" + id
                                + "\",\"contentDetails\":{\"videoId\":\"" + id
                                + "\",\"videoPublishedAt\":\"2030-05-02T09:00:00Z\"}}")
                        .collect(Collectors.joining(",")),
                nextPage));
    }

    private static Step videos(String videos) {
        return ok(list("videoListResponse", videos, null));
    }

    private static String video(String id, String title) {
        return "{\"kind\":\"youtube#video\",\"etag\":\"e\",\"id\":\"" + id
                + "\",\"snippet\":{\"publishedAt\":\"2030-05-02T09:00:00Z\",\"channelId\":\"UCada\",\"title\":\""
                + title
                + "\",\"description\":\"How it is made\",\"channelTitle\":\"Ada\",\"tags\":[\"kitchen\"]},"
                + "\"contentDetails\":{\"duration\":\"PT4M13S\"},"
                + "\"status\":{\"uploadStatus\":\"processed\",\"privacyStatus\":\"public\"},"
                + "\"statistics\":{\"viewCount\":\"1204\",\"likeCount\":\"31\",\"commentCount\":\"4\"}}";
    }
}
