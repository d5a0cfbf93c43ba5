package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.BelongingsView;
import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.google.GoogleKnobs;
import dev.concierge.server.flow.ProviderWorld;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A channel and its videos from the sandbox to the records, over HTTP. */
@Tag("flow")
class YoutubeSyncTest {
    private static final String VIDEO = """
            {"id":"newVideo001","snippet":{"title":"Quite new","publishedAt":"2026-11-20T08:00:00Z","channelTitle":"Linh Tran"},
             "status":{"privacyStatus":"public"},"statistics":{"viewCount":"3"}}
            """;

    private static final ZoneId LOS_ANGELES = ZoneId.of("America/Los_Angeles");

    private ProviderWorld providers;
    private World world;
    private SyncedPerson linh;
    private BelongingsView videos;

    @BeforeEach
    void connect() {
        providers = new ProviderWorld();
        world = providers.world();
        linh = SyncedPerson.connect(world, "youtube", Visitor.LINH_WORK, Set.of(YoutubeCase.SCOPE));
        videos = world.sandbox().belongings("youtube", "videos", Visitor.LINH_WORK);
    }

    @AfterEach
    void close() {
        providers.close();
    }

    @Test
    void the_first_sync_brings_the_channel_and_every_video() {
        linh.runDue();

        assertThat(linh.outcomes()).containsExactly("done", "done");
        assertThat(linh.status("youtube.data.channel").records()).isEqualTo(1);
        assertThat(linh.status("youtube.data.videos").records())
                .isEqualTo(videos.all().size())
                .isPositive();
        assertThat(titles("youtube.data.channel")).containsExactly("Linh Tran");
        assertThat(world.sandbox().ledger().count("youtube", "videos", "full")).isEqualTo(1);
    }

    @Test
    void more_videos_than_a_page_holds_are_all_read() {
        for (int i = 0; i < 120; i++) {
            videos.add(VIDEO.replace("newVideo001", "newVideo" + i).replace("Quite new", "Video " + i));
        }
        linh.runDue();

        assertThat(linh.status("youtube.data.videos").records())
                .isEqualTo(videos.all().size())
                .isGreaterThan(120);
    }

    @Test
    void a_video_that_is_added_seen_more_often_and_deleted_is_followed() {
        linh.runDue();
        long before = linh.status("youtube.data.videos").records();

        videos.add(VIDEO);
        next();
        assertThat(titles("youtube.data.videos")).contains("Quite new");
        assertThat(linh.status("youtube.data.videos").records()).isEqualTo(before + 1);

        videos.change("newVideo001", "{\"statistics\":{\"viewCount\":\"4000\"}}");
        next();
        assertThat(linh.count("select version from records where integration_id = :id and upstream_id = 'newVideo001'"))
                .isEqualTo(2);
        assertThat(
                        linh.count(
                                "select count(*) from records where integration_id = :id and stream = 'youtube.data.videos' and version = 1"))
                .as("the others are not written again")
                .isEqualTo(before);

        videos.remove("newVideo001");
        next();
        assertThat(linh.status("youtube.data.videos").records()).isEqualTo(before);
        assertThat(linh.outcomes()).containsOnly("done");
    }

    @Test
    void a_channel_whose_uploads_are_not_found_has_none_and_is_asked_again_the_next_time() {
        linh.runDue();
        var notFound = new Fault.FailNext("playlistItems", 404, null, null, 1, null);
        world.sandbox().knobs("youtube").set(Knobs.FAIL_NEXT, List.of(notFound));
        next();
        assertThat(linh.status("youtube.data.videos").records()).isZero();

        next();
        assertThat(linh.status("youtube.data.videos").records())
                .isEqualTo(videos.all().size());
        assertThat(linh.outcomes()).containsOnly("done");
    }

    @Test
    void a_quota_that_is_used_up_is_waited_for_until_midnight_in_los_angeles() {
        world.sandbox().knobs("youtube").set(GoogleKnobs.UNITS_PER_DAY, 0L);
        linh.runDue();

        assertThat(linh.outcomes()).containsExactly("rate_limited", "rate_limited");
        var now = world.clock().instant().atZone(LOS_ANGELES);
        var midnight = now.toLocalDate().plusDays(1).atStartOfDay(LOS_ANGELES).toInstant();
        assertThat(linh.status("youtube.data.videos").nextRunAt())
                .isBetween(midnight.minusSeconds(60), midnight.plusSeconds(60));
    }

    private List<String> titles(String stream) {
        return linh.column(stream, "title");
    }

    private void next() {
        world.advance(Duration.ofHours(6).plusMinutes(1));
        linh.runDue();
    }
}
