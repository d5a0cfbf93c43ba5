package dev.concierge.sandbox.youtube;

import dev.concierge.sandbox.Randoms;
import dev.concierge.sandbox.belongings.Belongings;
import dev.concierge.sandbox.google.Channel;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a channel has uploaded at the beginning: as many videos as it says it has, a few days apart. */
final class VideoSeed {
    private static final List<String> TITLES = List.of(
            "A day in Hội An",
            "Wie man Brot backt",
            "Trip report: <b>Tromsø</b> & back",
            "Quarterly update",
            "如何泡茶",
            "Café con leche ☕",
            "Walking tour, part 2",
            "Behind the scenes");
    private static final String UPLOADER_CATEGORY = "19";

    private final Belongings videos;
    private final Channel channel;
    private final Instant now;
    private final Random random;

    VideoSeed(Belongings videos, Channel channel, Instant now) {
        this.videos = videos;
        this.channel = channel;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
        this.random = new Random(channel.id().hashCode());
    }

    void sow(String key) {
        for (long number = channel.videos(); number > 0; number--) {
            var title = TITLES.get((int) (number % TITLES.size())) + " " + number;
            videos.add(key, video(title, now.minus(Duration.ofDays(5 * number))));
        }
    }

    private ObjectNode video(String title, Instant published) {
        var video = JsonNodeFactory.instance.objectNode().put("id", Randoms.base64Url(8));
        var snippet = video.putObject("snippet")
                .put("publishedAt", published.toString())
                .put("channelId", channel.id())
                .put("title", title)
                .put("description", "Filmed by " + channel.title() + ".")
                .put("channelTitle", channel.title())
                .put("categoryId", UPLOADER_CATEGORY)
                .put("liveBroadcastContent", "none");
        snippet.putArray("tags").add("travel").add("everyday");
        video.putObject("contentDetails")
                .put("duration", "PT" + (1 + random.nextInt(20)) + "M" + random.nextInt(60) + "S")
                .put("dimension", "2d")
                .put("definition", "hd")
                .put("caption", "false")
                .put("licensedContent", false);
        video.putObject("status")
                .put("uploadStatus", "processed")
                .put("privacyStatus", random.nextInt(10) == 0 ? "unlisted" : "public")
                .put("license", "youtube")
                .put("embeddable", true)
                .put("madeForKids", false);
        video.putObject("statistics")
                .put("viewCount", String.valueOf(random.nextInt(90_000)))
                .put("likeCount", String.valueOf(random.nextInt(3_000)))
                .put("favoriteCount", "0")
                .put("commentCount", String.valueOf(random.nextInt(200)));
        return video;
    }
}
