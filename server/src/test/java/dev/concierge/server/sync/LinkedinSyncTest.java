package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.entries.Entry;
import dev.concierge.sandbox.linkedin.LinkedinKnobs;
import dev.concierge.server.flow.ProviderWorld;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Posts of the organisations that somebody runs at the sandbox's LinkedIn, over HTTP. */
@Tag("flow")
class LinkedinSyncTest {
    private static final Set<String> SCOPES =
            Set.of("openid", "profile", "email", "r_organization_social", "r_organization_admin");

    private ProviderWorld providers;
    private SyncedPerson linh;
    private Entries posts;

    @BeforeEach
    void connect() {
        providers = new ProviderWorld();
        posts = providers.world().sandbox().entries("linkedin");
        for (int i = 0; i < 60; i++) {
            posts.add(Visitor.LINH_WORK, "post", "Post " + i);
        }
        linh = SyncedPerson.connect(providers.world(), "linkedin", Visitor.LINH_WORK, SCOPES);
        linh.runDue();
    }

    @AfterEach
    void close() {
        providers.close();
    }

    @Test
    void the_first_sync_brings_the_posts_of_every_organisation_with_their_figures() {
        assertThat(linh.outcomes()).containsExactly("done");
        assertThat(linh.records()).isEqualTo(there()).isEqualTo(96);
        assertThat(linh.count("select count(distinct part) from records where integration_id = :id"))
                .isEqualTo(2);
        assertThat(
                        linh.count(
                                "select count(*) from records where integration_id = :id and (content->'statistics'->>'impressionCount') is not null"))
                .isEqualTo(96);
    }

    @Test
    void what_is_added_changed_and_removed_arrives_with_the_next_run() {
        Entry liked = posts.of(Visitor.LINH_WORK).getFirst();
        posts.add(Visitor.LINH_WORK, "post", "Xin chào \\(mọi người\\) {hashtag|\\#|hanoi}");
        posts.change(Visitor.LINH_WORK, liked.id(), post -> post.liked(4_711));
        posts.remove(Visitor.LINH_WORK, posts.of(Visitor.LINH_WORK).get(4).id());
        pass(Duration.ofHours(13));

        assertThat(linh.outcomes()).containsExactly("done", "done");
        assertThat(linh.records()).isEqualTo(there());
        assertThat(linh.tombstones()).isEqualTo(1);
        assertThat(
                        linh.count(
                                "select count(*) from records where integration_id = :id and title = 'Xin chào (mọi người) #hanoi'"))
                .isOne();
        assertThat(
                        linh.count(
                                "select max((content->'statistics'->>'likeCount')::bigint) from records where integration_id = :id"))
                .isEqualTo(4_711);
    }

    @Test
    void a_limit_of_the_day_is_over_at_midnight() {
        providers.world().sandbox().knobs("linkedin").set(LinkedinKnobs.THROTTLED, true);
        pass(Duration.ofHours(13));
        assertThat(linh.outcomes()).containsExactly("done", "rate_limited");
        Instant next = Objects.requireNonNull(linh.status().nextRunAt());
        assertThat(next.atOffset(ZoneOffset.UTC).toLocalTime()).isBetween(LocalTime.MIDNIGHT, LocalTime.of(0, 1));

        providers.world().sandbox().knobs("linkedin").set(LinkedinKnobs.THROTTLED, false);
        pass(Duration.ofHours(25));
        assertThat(linh.outcomes()).containsExactly("done", "rate_limited", "done");
    }

    @Test
    void members_who_were_never_asked_have_the_stream_switched_off_which_is_no_fault() {
        SyncedPerson member = SyncedPerson.connect(
                providers.world(), "linkedin", Visitor.LINH_HOME, Set.of("openid", "profile", "email"));
        member.runDue();

        assertThat(member.outcomes()).isEmpty();
        assertThat(member.status().cause()).isEqualTo(RunEnd.NOT_GRANTED);
        assertThat(member.status().nextRunAt()).isNull();
    }

    @Test
    void without_the_scope_for_figures_posts_come_without_them_and_nobody_asks() {
        SyncedPerson shy = SyncedPerson.connect(
                providers.world(), "linkedin", "ana.ruiz@meridian.example", Set.of("openid", "r_organization_social"));
        long before = providers
                .world()
                .sandbox()
                .ledger()
                .entries("linkedin", "figures")
                .size();
        shy.runDue();

        assertThat(shy.records()).isEqualTo(18);
        assertThat(providers.world().sandbox().ledger().entries("linkedin", "figures"))
                .hasSize((int) before);
    }

    private long there() {
        return posts.of(Visitor.LINH_WORK, "post").size();
    }

    private void pass(Duration time) {
        providers.world().advance(time);
        linh.runDue();
    }
}
