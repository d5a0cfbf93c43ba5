package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.entries.Entry;
import dev.concierge.server.flow.ProviderWorld;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is followed, seen and liked is kept by day, as the sandbox has it. */
@Tag("flow")
class FigureDaysTest {
    private static final String LINH = Visitor.LINH_WORK;

    private ProviderWorld providers;

    @BeforeEach
    void start() {
        providers = new ProviderWorld();
    }

    @AfterEach
    void close() {
        providers.close();
    }

    @Test
    void a_channels_followers_and_views_and_its_videos_likes_are_counted() {
        SyncedPerson linh = connect("youtube", YoutubeCase.SCOPE);

        assertThat(today(linh))
                .containsOnlyKeys("followers", "views", "likes", "comments")
                .containsEntry("followers", 1_230L)
                .containsEntry("views", 4_821L);
        assertThat(today(linh).get("likes"))
                .isEqualTo(providers.world().sandbox().belongings("youtube", "videos", LINH).all().stream()
                        .mapToLong(video -> video.content()
                                .path("statistics")
                                .path("likeCount")
                                .asLong())
                        .sum())
                .isPositive();
    }

    @Test
    void posts_at_x_are_counted_but_for_those_of_others_that_were_passed_on() {
        SyncedPerson linh = connect("twitter", "users.read", "tweet.read", "offline.access");
        List<Entry> posts = posts("twitter");
        assertThat(today(linh)).isEqualTo(expected(posts, post -> post.likes() / 3));

        long passedOn = posts.getFirst().likes() + posts.getLast().likes();
        owner("""
                update records set content = content || '{"referenced_tweets":[{"type":"retweeted","id":"1"}]}'
                 where integration_id = :id and upstream_id = any (:some)
                """, linh, posts.getFirst().id(), posts.getLast().id());
        later(linh, Duration.ofHours(7));
        assertThat(today(linh)).containsEntry("likes", likes(posts) - passedOn);
    }

    @Test
    void posts_of_a_page_and_of_organisations_are_counted() {
        SyncedPerson page =
                connect("meta", "public_profile", "pages_show_list", "pages_read_engagement", "read_insights");
        List<Entry> posts = posts("meta").stream()
                .filter(post -> post.place().equals(SyncedPerson.PAGE))
                .toList();
        assertThat(today(page)).isEqualTo(expected(posts, post -> post.likes() > 2 ? post.likes() / 3 : 0));

        SyncedPerson company = connect("linkedin", "openid", "r_organization_social", "r_organization_admin");
        assertThat(today(company)).isEqualTo(expected(posts("linkedin"), post -> post.likes() / 3));
    }

    @Test
    void without_the_permission_for_figures_nothing_is_known_which_is_not_nothing() {
        SyncedPerson shy = connect("linkedin", "openid", "r_organization_social");
        assertThat(shy.records()).isPositive();
        assertThat(today(shy)).isEmpty();
    }

    @Test
    void the_last_run_of_a_day_counts_each_day_stays_and_none_for_ever() throws Exception {
        SyncedPerson linh = connect("linkedin", "openid", "r_organization_social", "r_organization_admin");
        long before = likes(posts("linkedin"));
        Entries entries = providers.world().sandbox().entries("linkedin");
        entries.change(LINH, posts("linkedin").getFirst().id(), post -> post.liked(1_000));
        linh.syncNow();
        long after = likes(posts("linkedin"));
        assertThat(days(linh)).hasSize(1);
        assertThat(today(linh)).containsEntry("likes", after);
        assertThat(after).isGreaterThan(before);

        later(linh, Duration.ofDays(1));
        assertThat(days(linh)).hasSize(2).containsOnly(after);

        providers.world().advance(Duration.ofDays(402));
        providers.world().server().bean(JobRunner.class).run("sync.clear");
        assertThat(days(linh)).isEmpty();
    }

    @Test
    void numbers_that_are_none_are_passed_over() {
        SyncedPerson linh = connect("twitter", "users.read", "tweet.read", "offline.access");
        List<Entry> posts = posts("twitter");
        for (String odd : List.of("\"many\"", "-4", "1.5", "99999999999999999999", "null", "{}", "[]", "\"\"")) {
            owner(
                    "update records set content = jsonb_set(content, '{public_metrics,like_count}', '" + odd
                            + "') where integration_id = :id and upstream_id = any (:some)",
                    linh,
                    posts.getFirst().id());
            later(linh, Duration.ofHours(7));
            assertThat(today(linh))
                    .as(odd)
                    .containsEntry("likes", likes(posts) - posts.getFirst().likes());
        }
    }

    private SyncedPerson connect(String provider, String... scopes) {
        SyncedPerson person = SyncedPerson.connect(providers.world(), provider, LINH, Set.of(scopes));
        person.runDue();
        assertThat(person.outcomes()).containsOnly("done");
        return person;
    }

    private void later(SyncedPerson person, Duration time) {
        providers.world().advance(time);
        person.runDue();
    }

    private List<Entry> posts(String provider) {
        return providers.world().sandbox().entries(provider).of(LINH);
    }

    private static long likes(List<Entry> posts) {
        return posts.stream().mapToLong(Entry::likes).sum();
    }

    /** As the sandbox's dialects make them of the likes. */
    private static Map<String, Long> expected(List<Entry> posts, ToLongFunction<Entry> shares) {
        return Map.of(
                "likes", likes(posts),
                "views", likes(posts) * 40,
                "comments", posts.stream().mapToLong(post -> post.likes() / 2).sum(),
                "shares", posts.stream().mapToLong(shares).sum());
    }

    private Map<String, Long> today(SyncedPerson person) {
        Map<String, Long> found = new TreeMap<>();
        providers
                .world()
                .database()
                .owner()
                .sql(
                        "select figure, sum(value) as value from figure_days where integration_id = :id and day = :day group by figure")
                .param("id", person.integration())
                .param("day", LocalDate.ofInstant(providers.world().clock().instant(), ZoneOffset.UTC))
                .query((row, _) -> found.put(row.getString("figure"), row.getLong("value")))
                .list();
        return found;
    }

    /** The likes of each day. */
    private List<Long> days(SyncedPerson person) {
        return providers
                .world()
                .database()
                .owner()
                .sql("select value from figure_days where integration_id = :id and figure = 'likes' order by day")
                .param("id", person.integration())
                .query((row, _) -> row.getLong(1))
                .list();
    }

    private void owner(String sql, SyncedPerson person, String... some) {
        providers
                .world()
                .database()
                .owner()
                .sql(sql)
                .param("id", person.integration())
                .param("some", some)
                .update();
    }
}
