package dev.concierge.server.sync;

import static dev.concierge.server.sync.ScriptedOutbound.ok;

import dev.concierge.server.sync.ScriptedOutbound.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Channels; a token speaks for one, and the form allows for several on several pages. */
final class YoutubeChannelCase extends YoutubeCase {
    @Override
    public String stream() {
        return "youtube.data.channel";
    }

    @Override
    public List<Step> firstRun() {
        return List.of(
                channels(channel("UCa", "10") + "," + channel("UCb", "20"), "CAUQAA"),
                channels(channel("UCc", "30"), "CAoQAA"),
                channels(channel("UCd", "40"), null));
    }

    @Override
    public int records() {
        return 4;
    }

    @Override
    public List<Step> changes() {
        return List.of(
                channels(channel("UCa", "11") + "," + channel("UCe", "1"), "CAUQAA"),
                channels(channel("UCc", "30"), "CAoQAA"),
                channels(channel("UCd", "40"), null));
    }

    @Override
    public List<Step> nothingNew() {
        return firstRun();
    }

    @Override
    public List<Step> tooOld() {
        return List.of(
                channels(channel("UCa", "10") + "," + channel("UCf", "1"), "CAUQAA"),
                channels(channel("UCc", "30"), "CAoQAA"),
                channels(channel("UCd", "40"), null));
    }

    @Override
    public List<Step> malformed() {
        return List.of(
                channels(channel("UCa", "10") + "," + channel("UCb", "20"), "CAUQAA"),
                channels(channel("UCc", "30") + ",{\"id\":\"UCx\",\"snippet\":{}}", "CAoQAA"),
                channels(channel("UCd", "40"), null));
    }

    @Override
    public List<Step> doubled() {
        return List.of(
                channels(channel("UCa", "10") + "," + channel("UCa", "10"), "CAUQAA"),
                channels(channel("UCc", "30") + "," + channel("UCb", "20"), "CAoQAA"),
                channels(channel("UCd", "40") + "," + channel("UCa", "10"), null));
    }

    @Override
    public List<Step> largest(int items) {
        return List.of(channels(
                IntStream.range(0, items).mapToObj(i -> channel("UC" + i, "1")).collect(Collectors.joining(",")),
                null));
    }

    @Override
    public List<Step> circle() {
        Step round = channels("", "CAUQAA");
        return List.of(round, round);
    }

    @Override
    public List<Step> garbage() {
        List<Step> all = new ArrayList<>(super.garbage());
        all.addAll(List.of(ok("[]"), ok("{\"items\":{}}"), ok("{\"pageInfo\":{\"totalResults\":3}}")));
        return all;
    }

    private static Step channels(String channels, @Nullable String nextPage) {
        return ok(list("channelListResponse", channels, nextPage));
    }

    private static String channel(String id, String views) {
        return "{\"kind\":\"youtube#channel\",\"etag\":\"e" + views + "\",\"id\":\"" + id
                + "\",\"snippet\":{\"title\":\"Channel " + id + "\",\"description\":\"\",\"customUrl\":\"@ada\","
                + "\"publishedAt\":\"2019-04-02T08:15:00Z\"},"
                + "\"contentDetails\":{\"relatedPlaylists\":{\"likes\":\"\",\"uploads\":\"UU" + id + "\"}},"
                + "\"statistics\":{\"viewCount\":\"" + views
                + "\",\"subscriberCount\":\"1230\",\"hiddenSubscriberCount\":false,\"videoCount\":\"12\"}}";
    }
}
