package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.entries.Entry;
import dev.concierge.server.flow.ProviderWorld;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pages and databases of the sandbox's Notion, over HTTP. */
@Tag("flow")
class NotionSyncTest {
    private static final String LIVING =
            "select count(*) from records where integration_id = :id and deleted_at is null";

    private ProviderWorld providers;
    private SyncedPerson linh;
    private Entries notion;
    private String shared;

    @BeforeEach
    void connect() {
        providers = new ProviderWorld();
        notion = providers.world().sandbox().entries("notion");
        shared = notion.of(Visitor.LINH_WORK, "page").getFirst().place();
        for (int i = 0; i < 120; i++) {
            notion.add(Visitor.LINH_WORK, "page", shared, "Page " + i);
        }
        linh = SyncedPerson.connect(
                providers.world(), "notion", Visitor.LINH_WORK, Set.of("user_information", "read_content"));
        linh.runDue();
    }

    @AfterEach
    void close() {
        providers.close();
    }

    @Test
    void the_first_sync_brings_what_was_picked_and_what_is_below_it_and_nothing_else() {
        assertThat(linh.outcomes()).containsExactly("done", "done");
        assertThat(pages()).isEqualTo(there("page")).isEqualTo(156);
        assertThat(linh.count(LIVING + " and kind = 'database'")).isEqualTo(there("data_source"));
        assertThat(notion.of(Visitor.LINH_WORK, "page"))
                .as("the second workspace was not connected")
                .hasSizeGreaterThan(156);
    }

    @Test
    void what_is_added_and_changed_arrives_with_the_next_run_and_what_is_removed_with_the_next_full_pass() {
        Entry old = notion.of(Visitor.LINH_WORK, "page").getFirst();
        Entry doomed = notion.of(Visitor.LINH_WORK, "page").get(1);
        pass(Duration.ofMinutes(30));
        notion.add(Visitor.LINH_WORK, "page", shared, "Newer than all the others");
        pass(Duration.ofMinutes(16));
        notion.add(Visitor.LINH_WORK, "page", shared, "Người mới");
        notion.change(Visitor.LINH_WORK, old.id(), page -> page.saying("Renamed at last"));
        notion.remove(Visitor.LINH_WORK, doomed.id());
        long listed = asked();
        pass(Duration.ofMinutes(16));

        assertThat(asked() - listed).as("one call for pages, one for databases").isEqualTo(2);
        assertThat(titled("Người mới")).isOne();
        assertThat(titled("Renamed at last")).isOne();
        assertThat(titled(doomed.text())).isOne();

        pass(Duration.ofDays(1));
        assertThat(titled(doomed.text())).isZero();
        assertThat(pages()).isEqualTo(there("page"));
        assertThat(linh.tombstones()).isEqualTo(1);
    }

    @Test
    void when_nothing_was_edited_nothing_is_written() {
        pass(Duration.ofMinutes(16));
        pass(Duration.ofDays(1));

        assertThat(linh.outcomes()).containsOnly("done").hasSize(6);
        assertThat(linh.latestVersion()).isEqualTo(1);
    }

    @Test
    void too_many_requests_are_answered_by_waiting_as_told() {
        fail(120);
        pass(Duration.ofMinutes(16));
        assertThat(linh.outcomes()).contains("rate_limited");

        providers.world().sandbox().knobs("notion").set(Knobs.FAIL_NEXT, List.of());
        pass(Duration.ofSeconds(121));
        assertThat(linh.outcomes().subList(4, 6)).containsOnly("done");
    }

    private void fail(int retryAfter) {
        providers
                .world()
                .sandbox()
                .knobs("notion")
                .set(Knobs.FAIL_NEXT, List.of(new Fault.FailNext("search", 429, retryAfter, null, 2, null)));
    }

    private void pass(Duration time) {
        providers.world().advance(time);
        linh.runDue();
    }

    private long asked() {
        return providers.world().sandbox().ledger().entries("notion", "search").size();
    }

    private long pages() {
        return linh.count(LIVING + " and kind = 'page'");
    }

    private long titled(String title) {
        return linh.count(LIVING + " and title = '" + title.replace("'", "''") + "'");
    }

    /** What stands in the workspace that was connected, whose pages at the top are all shared. */
    private long there(String kind) {
        List<String> tops = notion.of(Visitor.LINH_WORK, "data_source").stream()
                .limit(4)
                .map(Entry::place)
                .toList();
        return notion.of(Visitor.LINH_WORK, kind).stream()
                .filter(entry -> tops.contains(entry.place()))
                .count();
    }
}
