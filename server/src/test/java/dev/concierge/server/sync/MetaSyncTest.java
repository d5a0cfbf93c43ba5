package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.entries.Entry;
import dev.concierge.sandbox.meta.MetaKnobs;
import dev.concierge.server.flow.ProviderWorld;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Posts of a Page of the sandbox's Meta, over HTTP. */
@Tag("flow")
class MetaSyncTest {
    private static final Set<String> SCOPES =
            Set.of("public_profile", "pages_show_list", "pages_read_engagement", "read_insights");

    private ProviderWorld providers;
    private SyncedPerson linh;
    private Entries posts;

    @BeforeEach
    void connect() {
        providers = new ProviderWorld();
        posts = providers.world().sandbox().entries("meta");
        for (int i = 0; i < 120; i++) {
            posts.add(Visitor.LINH_WORK, "post", SyncedPerson.PAGE, "Post " + i);
        }
        linh = SyncedPerson.connect(providers.world(), "meta", Visitor.LINH_WORK, SCOPES);
        linh.runDue();
    }

    @AfterEach
    void close() {
        providers.close();
    }

    @Test
    void the_first_sync_brings_the_posts_of_the_page_that_was_chosen_and_of_no_other() {
        assertThat(linh.outcomes()).containsExactly("done");
        assertThat(linh.records()).isEqualTo(onThePage()).isEqualTo(140);
        assertThat(posts.of(Visitor.LINH_WORK)).as("posts of the other Page").hasSize(160);
        assertThat(linh.count(
                        "select count(*) from records where integration_id = :id and content->'insights' is not null"))
                .isEqualTo(140);
    }

    @Test
    void what_is_added_changed_and_removed_arrives_with_the_next_run() {
        List<Entry> there = posts.of(Visitor.LINH_WORK, "post").stream()
                .filter(post -> post.place().equals(SyncedPerson.PAGE))
                .toList();
        posts.add(Visitor.LINH_WORK, "post", SyncedPerson.PAGE, "Chào mừng");
        posts.change(Visitor.LINH_WORK, there.get(3).id(), post -> post.liked(4_711));
        posts.remove(Visitor.LINH_WORK, there.get(5).id());
        pass(Duration.ofHours(4));

        assertThat(linh.outcomes()).containsExactly("done", "done");
        assertThat(linh.records()).isEqualTo(onThePage());
        assertThat(linh.tombstones()).isEqualTo(1);
        assertThat(linh.count("select count(*) from records where integration_id = :id and title = 'Chào mừng'"))
                .isOne();
        assertThat(
                        linh.count(
                                "select max((content#>>'{reactions,summary,total_count}')::bigint) from records where integration_id = :id"))
                .isEqualTo(4_711);
    }

    @Test
    void the_pages_token_stands_nowhere() {
        String everything = providers
                .world()
                .database()
                .owner()
                .sql(
                        "select string_agg(content::text, ' ') || (select string_agg(checkpoint::text, ' ') from streams) from records")
                .query(String.class)
                .single();
        assertThat(providers.world().sandbox().secrets().all())
                .isNotEmpty()
                .noneMatch(secret -> everything.contains(secret.value()));
    }

    @Test
    void an_app_over_its_limit_waits() {
        providers.world().sandbox().knobs("meta").set(MetaKnobs.CALLS_PER_HOUR, 0L);
        pass(Duration.ofHours(4));
        assertThat(linh.outcomes()).containsExactly("done", "rate_limited");

        providers.world().sandbox().knobs("meta").set(MetaKnobs.CALLS_PER_HOUR, 20_000L);
        pass(Duration.ofHours(4));
        assertThat(linh.outcomes()).containsExactly("done", "rate_limited", "done");
    }

    @Test
    void a_person_without_a_role_on_the_page_any_more_sees_nothing_buried() {
        providers.world().sandbox().knobs("meta").set(MetaKnobs.LOST_PAGES, List.of(SyncedPerson.PAGE));
        pass(Duration.ofHours(4));

        assertThat(linh.outcomes()).containsExactly("done", "failed");
        assertThat(linh.records()).isEqualTo(140);
    }

    @Test
    void an_app_that_was_removed_needs_the_person() {
        providers.world().sandbox().revoke("meta", Visitor.LINH_WORK, "concierge-test");
        providers.world().advance(Duration.ofDays(2));
        linh.runDue();

        assertThat(linh.outcomes()).containsExactly("done", "stopped");
        assertThat(linh.count("select count(*) from integrations where id = :id and state = 'needs_reconnect'"))
                .isOne();
    }

    @Test
    void without_the_permission_for_figures_posts_come_without_them() {
        SyncedPerson shy = SyncedPerson.connect(
                providers.world(),
                "meta",
                Visitor.LINH_WORK,
                Set.of("public_profile", "pages_show_list", "pages_read_engagement"));
        shy.runDue();

        assertThat(shy.records()).isEqualTo(140);
        assertThat(shy.count(
                        "select count(*) from records where integration_id = :id and content->'insights' is not null"))
                .isZero();
    }

    private long onThePage() {
        return posts.of(Visitor.LINH_WORK, "post").stream()
                .filter(post -> post.place().equals(SyncedPerson.PAGE))
                .count();
    }

    private void pass(Duration time) {
        providers.world().advance(time);
        linh.runDue();
    }
}
