package dev.concierge.sandbox.youtube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.BelongingsView;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.google.Channel;
import dev.concierge.sandbox.google.GoogleKnobs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Field 15: the uploads of a channel, and its videos. */
@Tag("flow")
class VideosTest {
    private static final String VIDEO =
            "{\"id\":\"newVideo001\",\"snippet\":{\"title\":\"New\",\"publishedAt\":\"2026-11-20T08:00:00Z\"}}";

    private final YoutubeWorld world = new YoutubeWorld();
    private final String token = world.tokens().text("access_token");
    private final BelongingsView videos = world.sandbox.belongings("youtube", "videos", YoutubeWorld.LINH);

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void the_uploads_of_a_channel_come_newest_first_by_pages() {
        videos.add(VIDEO);
        List<String> ids = new ArrayList<>();
        var page = uploads("&maxResults=5");
        ids.addAll(ids(page));
        while (!page.text("nextPageToken").isEmpty()) {
            page = uploads("&maxResults=5&pageToken=" + page.text("nextPageToken"));
            ids.addAll(ids(page));
        }
        assertThat(ids).doesNotHaveDuplicates().hasSize(videos.all().size()).startsWith("newVideo001");
        assertThat(page.json().path("pageInfo").path("totalResults").asInt()).isEqualTo(ids.size());
    }

    @Test
    void videos_are_told_by_ids_those_of_nobody_left_out_and_only_the_parts_that_are_asked_for() {
        videos.add(VIDEO);
        var reply = api("/videos?part=snippet&id=newVideo001,nobodys0001");

        assertThat(reply.json().path("items").size()).isEqualTo(1);
        assertThat(reply.json().path("items").path(0).propertyNames())
                .containsExactlyInAnyOrder("kind", "etag", "id", "snippet");
        videos.remove("newVideo001");
        assertThat(api("/videos?part=snippet&id=newVideo001")
                        .json()
                        .path("items")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void a_channel_says_how_many_videos_it_has() {
        int before = videoCount();
        assertThat(before).isEqualTo(videos.all().size()).isPositive();
        videos.add(VIDEO);
        assertThat(videoCount()).isEqualTo(before + 1);
    }

    @Test
    void a_brand_account_has_videos_of_its_own() {
        var brand = Channel.of(world.sandbox.people().get(YoutubeWorld.LINH)).getLast();
        world.newVisitor().picking("channel", brand.id());
        var brands = world.tokens().text("access_token");

        var reply = world.api(
                "/youtube/v3/playlistItems?part=contentDetails&maxResults=50&playlistId="
                        + ChannelsEndpoint.uploads(brand),
                brands);
        assertThat(reply.json().path("pageInfo").path("totalResults").asLong()).isEqualTo(brand.videos());
        assertThat(api("/playlistItems?part=contentDetails&playlistId=" + ChannelsEndpoint.uploads(brand))
                        .status())
                .as("with the token of another channel")
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/playlistItems?part=contentDetails, 400",
        "/playlistItems?part=shoeSize&playlistId=UU1, 400",
        "/playlistItems?part=contentDetails&playlistId=UU1, 404",
        "/videos?part=snippet, 400",
        "/videos?id=a, 400",
        "/videos?part=snippet&id=a&shoeSize=1, 400"
    })
    void what_is_not_understood_is_refused(String path, int status) {
        assertThat(api(path).status()).isEqualTo(status);
    }

    @Test
    void a_page_that_was_never_given_out_and_too_many_ids_are_refused() {
        assertThat(uploads("&pageToken=x").status()).isEqualTo(400);
        assertThat(uploads("&maxResults=51").status()).isEqualTo(400);
        var ids = IntStream.range(0, 51).mapToObj(i -> "v" + i).collect(Collectors.joining(","));
        assertThat(api("/videos?part=snippet&id=" + ids).status()).isEqualTo(400);
    }

    @Test
    void each_call_costs_a_unit() {
        var uploads = ChannelsEndpoint.uploads(
                Channel.of(world.sandbox.people().get(YoutubeWorld.LINH)).getFirst());
        world.knobs().set(GoogleKnobs.UNITS_PER_DAY, 2L);

        assertThat(api("/videos?part=snippet&id=a").status()).isEqualTo(200);
        assertThat(api("/videos").status()).isEqualTo(400);
        assertThat(api("/playlistItems?part=contentDetails&playlistId=" + uploads)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void uploading_alone_opens_neither() {
        var upload = world.tokens("scope", "openid " + YoutubeWorld.UPLOAD).text("access_token");

        assertThat(world.api("/youtube/v3/videos?part=id&id=a", upload).status())
                .isEqualTo(403);
        assertThat(world.api("/youtube/v3/playlistItems?part=id&playlistId=UU1", upload)
                        .status())
                .isEqualTo(403);
    }

    private int videoCount() {
        return Integer.parseInt(YoutubeWorld.channel(world.channels(token))
                .path("statistics")
                .path("videoCount")
                .asString());
    }

    private Reply uploads(String more) {
        var channel = Channel.of(world.sandbox.people().get(YoutubeWorld.LINH)).getFirst();
        return api("/playlistItems?part=contentDetails&playlistId=" + ChannelsEndpoint.uploads(channel) + more);
    }

    private Reply api(String path) {
        return world.api("/youtube/v3" + path, token);
    }

    private static List<String> ids(Reply page) {
        List<String> ids = new ArrayList<>();
        page.json()
                .path("items")
                .forEach(item ->
                        ids.add(item.path("contentDetails").path("videoId").asString()));
        return ids;
    }
}
