package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.calendar.CalendarEvent;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@Tag("flow")
class SyncApiTest {
    private World world;
    private SyncedPerson linh;
    private Api api;

    @BeforeEach
    void connect() {
        world = World.start();
        linh = SyncedPerson.connect(world, Visitor.LINH_WORK);
        linh.runDue();
        api = linh.api("integrations:read", "integrations:write");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void status_says_how_each_stream_is() {
        JsonNode status = api.get("/api/v1/sync/status").json().path("items").path(0);
        assertThat(status.path("stream").asString()).isEqualTo("google.calendar.events");
        assertThat(status.path("title").asString()).isEqualTo("Calendar events");
        assertThat(status.path("state").asString()).isEqualTo("in_step");
        assertThat(status.path("records").asLong()).isEqualTo(linh.records());
        assertThat(status.path("nextRunAt").isString()).isTrue();
    }

    @Test
    void records_come_once_each_page_by_page_and_later_what_has_changed_since() {
        List<String> all = new ArrayList<>();
        String cursor = readOn("", all);
        assertThat(all).hasSize((int) linh.records());
        assertThat(new HashSet<>(all)).hasSize(all.size());

        CalendarEvent event = add("Something new");
        syncNow();
        List<String> more = new ArrayList<>();
        String later = readOn(cursor, more);
        assertThat(more).containsExactly(event.id());

        world.sandbox().calendar(Visitor.LINH_WORK).cancel(event.id());
        syncNow();
        JsonNode gone = api.get("/api/v1/sync/records?cursor=" + later)
                .json()
                .path("items")
                .path(0);
        assertThat(gone.path("upstreamId").asString()).isEqualTo(event.id());
        assertThat(gone.path("deleted").asBoolean()).isTrue();
        assertThat(gone.path("content").isNull()).isTrue();
        assertThat(gone.path("version").asLong()).isEqualTo(2);
    }

    @Test
    void the_feed_waits_for_a_transaction_that_began_earlier_and_skips_nothing() throws Exception {
        String cursor = readOn("", new ArrayList<>());
        try (var slow = world.database().connect("concierge_owner")) {
            slow.setAutoCommit(false);
            try (var statement = slow.createStatement()) {
                statement.execute("select pg_current_xact_id()");
                CalendarEvent event = add("Written by a later transaction");
                syncNow();
                List<String> meanwhile = new ArrayList<>();
                String same = readOn(cursor, meanwhile);
                assertThat(meanwhile).isEmpty();
                slow.commit();
                List<String> after = new ArrayList<>();
                readOn(same, after);
                assertThat(after).containsExactly(event.id());
            }
        }
    }

    /** Ten comes before nine as text: whoever read while the number got a digit more never saw what came before. */
    @Test
    void the_feed_goes_by_the_numbers_of_transactions_and_not_by_their_digits() {
        world.database().owner().sql("""
                        update records r set xact = (case when n.place % 2 = 0 then '9' else '10' end)::xid8
                          from (select id, row_number() over (order by id) as place from records) n where n.id = r.id
                        """).update();
        assertThat(linh.records()).as("more than a page").isGreaterThan(100);

        List<String> all = new ArrayList<>();
        readOn("", all);
        assertThat(all).hasSize((int) linh.records()).doesNotHaveDuplicates();
    }

    @Test
    void runs_are_listed_newest_first_by_pages() {
        syncNow();
        syncNow();
        JsonNode first = api.get("/api/v1/sync/runs?limit=2").json();
        assertThat(first.path("items")).hasSize(2);
        assertThat(first.path("items").path(0).path("manual").asBoolean()).isTrue();
        assertThat(first.path("items").path(0).path("outcome").asString()).isEqualTo("done");
        JsonNode last = api.get("/api/v1/sync/runs?limit=2&cursor="
                        + first.path("nextCursor").asString())
                .json();
        assertThat(last.path("items")).hasSize(1);
        assertThat(last.path("items").path(0).path("manual").asBoolean()).isFalse();
        assertThat(last.path("nextCursor").isNull()).isTrue();
    }

    @Test
    void sync_now_is_accepted_runs_at_once_and_is_in_the_trail() {
        Api.Answer answer = api.post("/api/v1/oauth/integrations/sync", "");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("streams").asInt()).isEqualTo(1);
        linh.runDue();
        assertThat(linh.outcomes()).hasSize(2);
        assertThat(
                        linh.count(
                                "select count(*) from audit_events where action = 'sync.now' and target = 'integration:' || :id and actor like 'key:%'"))
                .isEqualTo(1);
    }

    @Test
    void sync_now_of_an_account_that_must_be_connected_again_says_so() {
        linh.become("needs_reconnect");
        Api.Answer answer = api.post("/api/v1/oauth/integrations/" + linh.integration() + "/sync", "");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("needs-reconnect");
    }

    @Test
    void values_that_make_no_sense_are_refused() {
        for (String query : List.of(
                "limit=0", "limit=201", "cursor=x", "cursor=" + "A".repeat(64), "integration=x", "limit=many")) {
            assertThat(api.get("/api/v1/sync/records?" + query).status())
                    .as(query)
                    .isEqualTo(400);
            assertThat(api.get("/api/v1/sync/runs?" + query).status()).as(query).isEqualTo(400);
        }
        assertThat(api.post("/api/v1/oauth/integrations/" + linh.account() + "/sync", "")
                        .status())
                .isEqualTo(404);
    }

    private CalendarEvent add(String title) {
        return world.sandbox()
                .calendar(Visitor.LINH_WORK)
                .add(title, LocalDateTime.of(2030, 5, 2, 9, 0), LocalDateTime.of(2030, 5, 2, 10, 0));
    }

    private void syncNow() {
        assertThat(api.post("/api/v1/oauth/integrations/" + linh.integration() + "/sync", "")
                        .status())
                .isEqualTo(202);
        linh.runDue();
    }

    /** Reads to the end and answers the cursor there. */
    private String readOn(String from, List<String> upstreamIds) {
        String cursor = from;
        while (true) {
            JsonNode page = api.get("/api/v1/sync/records?limit=50" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .json();
            if (page.path("items").isEmpty()) {
                return cursor;
            }
            page.path("items")
                    .forEach(item -> upstreamIds.add(item.path("upstreamId").asString()));
            cursor = page.path("nextCursor").asString();
        }
    }
}
