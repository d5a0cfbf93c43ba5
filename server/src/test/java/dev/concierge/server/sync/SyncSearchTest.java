package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.calendar.EventContent;
import dev.concierge.sandbox.calendar.EventTime;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Finding what an account has, over all its streams. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyncSearchTest {
    private World world;
    private SyncedPerson linh;
    private Api api;

    @BeforeAll
    void connect() {
        world = World.start();
        add("Họp với Müller về ngân sách", "2031-03-01T09:00");
        add("Budget for Łódź", "2031-03-02T09:00");
        add("採用面接(東京)", "2031-03-03T09:00");
        linh = SyncedPerson.connect(world, Visitor.LINH_WORK);
        linh.runDue();
        api = linh.api("integrations:read");
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void words_are_found_whatever_their_accents_and_by_their_beginning() {
        assertThat(titles("q=hop muller ngan")).containsExactly("Họp với Müller về ngân sách");
        assertThat(titles("q=BUDGET lod")).containsExactly("Budget for Łódź");
        assertThat(titles("q=東京")).containsExactly("採用面接(東京)");
        assertThat(titles("q=hop tokyo")).isEmpty();
        assertThat(titles("q=%26%7C!:*")).as("operators are no words").isEmpty();
    }

    @Test
    void everything_is_listed_newest_first_page_by_page_and_each_once() {
        List<String> ids = new ArrayList<>();
        List<String> times = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get("/api/v1/sync/search?limit=50" + cursor).json();
            page.path("items").forEach(item -> {
                ids.add(item.path("id").asString());
                times.add(item.path("happenedAt").asString());
            });
            cursor = page.path("nextCursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("nextCursor").asString();
        } while (!cursor.isEmpty());

        assertThat(ids).hasSize((int) linh.records());
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        assertThat(times).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @Test
    void a_word_of_many_records_gives_the_same_pages_as_one_of_few() {
        List<String> all = pages("q=stand");
        assertThat(all).hasSizeGreaterThan(20).doesNotHaveDuplicates();
        String filler =
                "insert into records (id, account_id, integration_id, stream_id, stream, part, upstream_id, content, content_hash, title, words,"
                        + " happened_at, seen_pass, created_at, changed_at, era, xact)"
                        + " select gen_random_uuid(), account_id, integration_id, stream_id, stream, 'filler', n::text, '{}', '', 'Stand', 'stand',"
                        + " timestamptz '2000-01-01' + n * interval '1 minute', seen_pass, created_at, changed_at, era, xact"
                        + " from (select * from records where integration_id = :id and deleted_at is null limit 1) one, generate_series(1, 2100) n";
        world.database().owner().sql(filler).param("id", linh.integration()).update();
        try {
            assertThat(pages("q=stand"))
                    .startsWith(all.toArray(String[]::new))
                    .hasSize(all.size() + 2100)
                    .doesNotHaveDuplicates();
        } finally {
            world.database()
                    .owner()
                    .sql("delete from records where part = 'filler'")
                    .update();
        }
    }

    @Test
    void a_record_behind_many_others_is_found_by_its_words_in_whatever_company() {
        String filler =
                "insert into records (id, account_id, integration_id, stream_id, stream, part, upstream_id, content, content_hash, title, words,"
                        + " happened_at, seen_pass, created_at, changed_at, era, xact)"
                        + " select gen_random_uuid(), account_id, integration_id, stream_id, stream, 'filler', n::text, '{}', '', 'Filler ' || n,"
                        + " array_to_tsvector(array['straw'] || case when n % 40 = 0 then array['twig'] when n % 40 = 1 then array['leaf', 'twig'] else '{}' end"
                        + "  || case when n = 1 then array['needle'] else '{}' end),"
                        + " timestamptz '2000-01-01' + n * interval '1 minute', seen_pass, created_at, changed_at, era, xact"
                        + " from (select * from records where integration_id = :id and deleted_at is null limit 1) one, generate_series(1, 13000) n";
        world.database().owner().sql(filler).param("id", linh.integration()).update();
        world.database()
                .owner()
                .sql("update streams set records = records + 13000 where integration_id = :id")
                .param("id", linh.integration())
                .update();
        try {
            assertThat(titles("q=needle")).containsExactly("Filler 1");
            assertThat(titles("q=straw nee twig lea")).containsExactly("Filler 1");
            assertThat(titles("q=straw needle&integration=" + linh.integration()))
                    .containsExactly("Filler 1");
            assertThat(titles("q=straw needle&kind=message")).isEmpty();
            assertThat(titles("q=straw nothing")).isEmpty();
            assertThat(pages("q=twig%20straw")).hasSize(650).doesNotHaveDuplicates();
            assertThat(pages("q=leaf")).hasSize(325).doesNotHaveDuplicates();
        } finally {
            world.database()
                    .owner()
                    .sql("delete from records where part = 'filler'")
                    .update();
            world.database()
                    .owner()
                    .sql("update streams set records = records - 13000 where integration_id = :id")
                    .param("id", linh.integration())
                    .update();
        }
    }

    @Test
    void kinds_and_integrations_narrow_it() {
        assertThat(titles("q=budget&kind=event")).isNotEmpty();
        assertThat(titles("q=budget&kind=message")).isEmpty();
        assertThat(titles("kind=event&limit=3")).hasSize(3);
        assertThat(titles("q=budget&integration=" + linh.integration())).isNotEmpty();
        assertThat(titles("q=budget&integration=" + linh.account())).isEmpty();
    }

    @Test
    void another_account_finds_nothing_of_it() {
        SyncedPerson other = SyncedPerson.connect(world, Visitor.LINH_WORK);
        assertThat(other.api("integrations:read")
                        .get("/api/v1/sync/search?q=muller")
                        .json()
                        .path("items"))
                .isEmpty();
    }

    @Test
    void what_is_gone_is_found_no_more() {
        String id = world.sandbox()
                .calendar(Visitor.LINH_WORK)
                .add(event("Quixotic dinner", "2031-04-01T19:00"))
                .id();
        linh.syncNow();
        assertThat(titles("q=quixotic")).containsExactly("Quixotic dinner");
        world.sandbox().calendar(Visitor.LINH_WORK).cancel(id);
        linh.syncNow();
        assertThat(titles("q=quixotic")).isEmpty();
        assertThat(
                        linh.count(
                                "select count(*) from records where integration_id = :id and deleted_at is not null and (title <> '' or words <> '' or link is not null or people <> '{}')"))
                .as("a tombstone says nothing of what it was")
                .isZero();
    }

    @Test
    void values_that_make_no_sense_are_refused() {
        for (String query :
                List.of("limit=0", "limit=201", "cursor=x", "kind=secret", "integration=x", "q=" + "a".repeat(401))) {
            assertThat(api.get("/api/v1/sync/search?" + query).status())
                    .as(query)
                    .isEqualTo(400);
        }
        assertThat(api.get("/api/v1/sync/malformed?cursor=x").status()).isEqualTo(400);
    }

    private List<String> titles(String query) {
        List<String> titles = new ArrayList<>();
        api.get("/api/v1/sync/search?" + query.replace(" ", "%20"))
                .json()
                .path("items")
                .forEach(item -> titles.add(item.path("title").asString()));
        return titles;
    }

    private List<String> pages(String query) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    api.get("/api/v1/sync/search?limit=200&" + query + cursor).json();
            page.path("items").forEach(item -> ids.add(item.path("id").asString()));
            cursor = page.path("nextCursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("nextCursor").asString();
        } while (!cursor.isEmpty());
        return ids;
    }

    private void add(String title, String at) {
        world.sandbox().calendar(Visitor.LINH_WORK).add(event(title, at));
    }

    private static EventContent event(String title, String at) {
        LocalDateTime start = LocalDateTime.parse(at);
        return EventContent.of(
                title, EventTime.at(start, ZoneOffset.UTC), EventTime.at(start.plusHours(1), ZoneOffset.UTC));
    }
}
