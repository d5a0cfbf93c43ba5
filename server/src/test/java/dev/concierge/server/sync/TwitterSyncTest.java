package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.entries.Entry;
import dev.concierge.sandbox.twitter.Spending;
import dev.concierge.sandbox.twitter.TwitterKnobs;
import dev.concierge.server.flow.ProviderWorld;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Posts of the sandbox's X, over HTTP. */
@Tag("flow")
class TwitterSyncTest {
    private ProviderWorld providers;
    private SyncedPerson linh;
    private Entries posts;

    @BeforeEach
    void connect() {
        providers = new ProviderWorld();
        posts = providers.world().sandbox().entries("twitter");
        for (int i = 0; i < 120; i++) {
            posts.add(Visitor.LINH_WORK, "post", "Post " + i);
        }
        linh = SyncedPerson.connect(
                providers.world(), "twitter", Visitor.LINH_WORK, Set.of("users.read", "tweet.read", "offline.access"));
        linh.runDue();
    }

    @AfterEach
    void close() {
        providers.close();
    }

    @Test
    void the_first_sync_brings_every_post() {
        assertThat(linh.outcomes()).containsExactly("done");
        assertThat(linh.records()).isEqualTo(posts.of(Visitor.LINH_WORK).size()).isEqualTo(145);
    }

    @Test
    void new_posts_and_the_figures_of_young_ones_arrive_and_what_is_deleted_goes_with_the_next_full_pass() {
        Entry young = posts.of(Visitor.LINH_WORK).getLast();
        Entry doomed = posts.of(Visitor.LINH_WORK).getFirst();
        posts.add(Visitor.LINH_WORK, "post", "Xin chào");
        posts.change(Visitor.LINH_WORK, young.id(), post -> post.liked(4_711));
        posts.remove(Visitor.LINH_WORK, doomed.id());
        pass(Duration.ofHours(7));

        assertThat(linh.count("select count(*) from records where integration_id = :id and title = 'Xin chào'"))
                .isOne();
        assertThat(
                        linh.count(
                                "select max((content->'public_metrics'->>'like_count')::bigint) from records where integration_id = :id"))
                .isEqualTo(4_711);
        assertThat(linh.tombstones()).isZero();

        pass(Duration.ofDays(7));
        assertThat(linh.tombstones()).isEqualTo(1);
        assertThat(linh.records()).isEqualTo(posts.of(Visitor.LINH_WORK).size());
    }

    @Test
    void a_run_between_two_full_passes_reads_the_last_week_only() {
        pass(Duration.ofDays(3));
        assertThat(linh.outcomes()).containsExactly("done", "done");
        assertThat(linh.latestVersion()).isEqualTo(1);
        long before = asked();
        pass(Duration.ofDays(3));

        assertThat(asked() - before)
                .as("the 120 of the first day, on two pages")
                .isEqualTo(2);
        pass(Duration.ofDays(6));
        before = asked();
        pass(Duration.ofHours(7));
        assertThat(asked() - before).as("nothing was posted for twelve days").isEqualTo(1);
    }

    @Test
    void too_many_requests_are_answered_by_waiting_until_the_window_ends() {
        providers.world().sandbox().knobs("twitter").set(TwitterKnobs.TIMELINES_PER_WINDOW, 0L);
        pass(Duration.ofHours(7));
        assertThat(linh.outcomes()).containsExactly("done", "rate_limited");
        assertThat(Duration.between(
                        providers.world().clock().instant(), linh.status().nextRunAt()))
                .isBetween(Duration.ofMinutes(13), Duration.ofMinutes(15));

        providers.world().sandbox().knobs("twitter").set(TwitterKnobs.TIMELINES_PER_WINDOW, 900L);
        pass(Duration.ofMinutes(16));
        assertThat(linh.outcomes()).containsExactly("done", "rate_limited", "done");
    }

    @Test
    void an_account_without_credits_is_for_the_operator_and_nothing_is_lost() {
        providers.world().sandbox().knobs("twitter").set(TwitterKnobs.SPENDING, Spending.EXHAUSTED);
        pass(Duration.ofHours(7));

        assertThat(linh.status().cause()).isEqualTo("api_switched_off");
        assertThat(linh.records()).isEqualTo(145);
    }

    @Test
    void pages_that_are_not_known_any_more_lead_to_a_full_pass() {
        providers.world().advance(Duration.ofHours(7));
        Claim claim = providers
                .world()
                .server()
                .bean(ClaimRepository.class)
                .next("twitter", Duration.ofMinutes(2))
                .orElseThrow();
        providers.world().server().bean(SyncEngine.class).run(claim, () -> true);
        assertThat(linh.outcomes()).containsExactly("done", "continued");

        providers.world().advance(Duration.ofHours(1));
        providers.world().sandbox().knobs("twitter").set(TwitterKnobs.PAGINATION_LIFE_SECONDS, 1_800L);
        linh.runDue();
        assertThat(linh.outcomes()).containsExactly("done", "continued", "done");
        assertThat(linh.records()).isEqualTo(145);
    }

    private void pass(Duration time) {
        providers.world().advance(time);
        linh.runDue();
    }

    private long asked() {
        return providers
                .world()
                .sandbox()
                .ledger()
                .entries("twitter", "timeline")
                .size();
    }
}
