package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Streams that rest, streams that run more or less often, and runs that are watched from before they begin. */
@Tag("flow")
class SyncSchedulesTest {
    private World world;
    private SyncedPerson linh;
    private Api api;
    private String stream;

    @BeforeEach
    void connect() {
        world = World.start();
        linh = SyncedPerson.connect(world, Visitor.LINH_WORK);
        linh.runDue();
        api = linh.api("integrations:read", "integrations:write");
        stream = "/api/v1/oauth/integrations/" + linh.integration() + "/streams/google.calendar.events";
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_stream_that_rests_runs_neither_by_the_clock_nor_when_asked() {
        JsonNode paused = api.post(stream + "/pause", "").json();
        assertThat(paused.path("state").asString()).isEqualTo("paused");
        assertThat(paused.path("nextRunAt").isNull()).isTrue();
        assertThat(api.post(stream + "/pause", "").status())
                .as("once more changes nothing")
                .isEqualTo(200);

        world.advance(Duration.ofHours(2));
        linh.syncNow();
        linh.reconnect();
        linh.runDue();
        assertThat(linh.outcomes()).containsExactly("done");
        assertThat(linh.records()).isPositive();

        JsonNode resumed = api.post(stream + "/resume", "").json();
        assertThat(resumed.path("state").asString()).isEqualTo("in_step");
        linh.runDue();
        assertThat(linh.outcomes()).containsExactly("done", "done");
        assertThat(
                        linh.count(
                                "select count(*) from audit_events where action in ('sync.pause', 'sync.resume') and target = 'integration:' || :id"))
                .isEqualTo(2);
    }

    @Test
    void a_run_under_way_ends_when_its_stream_is_to_rest() {
        world.advance(Duration.ofMinutes(20));
        Claim claim = world.server()
                .bean(ClaimRepository.class)
                .next("google", Duration.ofMinutes(2))
                .orElseThrow();
        world.server().bean(SyncEngine.class).run(claim, () -> {
            api.post(stream + "/pause", "");
            return false;
        });
        assertThat(linh.outcomes()).containsExactly("done", "stopped");
        assertThat(linh.status().state()).isEqualTo("paused");
        assertThat(linh.status().running()).isFalse();
    }

    @Test
    void a_stream_runs_as_often_as_its_person_says() {
        JsonNode set =
                api.send("PUT", stream + "/schedule", "{\"every\":\"PT1H\"}").json();
        assertThat(set.path("every").asLong()).isEqualTo(3600);
        world.advance(Duration.ofMinutes(16));
        linh.runDue();
        assertThat(Duration.between(world.clock().instant(), linh.status().nextRunAt()))
                .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));

        api.send("PUT", stream + "/schedule", "{\"every\":\"PT2M\"}");
        assertThat(linh.status().nextRunAt()).isBefore(world.clock().instant().plus(Duration.ofMinutes(3)));
        assertThat(api.send("PUT", stream + "/schedule", "{\"every\":null}")
                        .json()
                        .path("every")
                        .asLong())
                .isEqualTo(900);
        for (String every : new String[] {"\"PT59S\"", "\"P2D\"", "\"soon\"", "\"\"", "\"-PT5M\""}) {
            assertThat(api.send("PUT", stream + "/schedule", "{\"every\":" + every + "}")
                            .status())
                    .as(every)
                    .isEqualTo(400);
        }
    }

    @Test
    void a_run_is_watched_from_before_it_begins_to_its_end() {
        JsonNode asked = api.post("/api/v1/oauth/integrations/" + linh.integration() + "/sync", "")
                .json();
        String run = asked.path("runs").path(0).path("runId").asString();
        assertThat(api.post("/api/v1/oauth/integrations/sync", "")
                        .json()
                        .path("runs")
                        .path(0)
                        .path("runId")
                        .asString())
                .as("asked twice it is one run")
                .isEqualTo(run);
        assertThat(api.get("/api/v1/sync/runs/" + run).json().path("state").asString())
                .isEqualTo("queued");

        linh.runDue();
        JsonNode ended = api.get("/api/v1/sync/runs/" + run).json();
        assertThat(ended.path("state").asString()).isEqualTo("ended");
        assertThat(ended.path("run").path("outcome").asString()).isEqualTo("done");
        assertThat(ended.path("run").path("manual").asBoolean()).isTrue();
    }

    @Test
    void a_run_that_was_asked_for_and_cannot_be_made_ends_where_it_is_watched() {
        String run = api.post("/api/v1/oauth/integrations/" + linh.integration() + "/sync", "")
                .json()
                .path("runs")
                .path(0)
                .path("runId")
                .asString();
        linh.become("needs_reconnect");
        linh.runDue();
        JsonNode ended = api.get("/api/v1/sync/runs/" + run).json();
        assertThat(ended.path("state").asString()).isEqualTo("ended");
        assertThat(ended.path("run").path("outcome").asString()).isEqualTo("stopped");
        assertThat(ended.path("run").path("cause").asString()).isEqualTo("needs_reconnect");
    }

    @Test
    void another_account_at_the_provider_takes_over_nothing_that_was_kept_aside() {
        world.database()
                .owner()
                .sql(
                        "insert into malformed_items (id, account_id, integration_id, stream_id, stream, part, upstream_id, why, content, seen_pass, first_at, seen_at)"
                                + " select gen_random_uuid(), account_id, integration_id, id, name, '', 'odd', 'unreadable', '{}', 1, now(), now() from streams where integration_id = :id and name = 'google.calendar.events'")
                .param("id", linh.integration())
                .update();
        assertThat(api.get("/api/v1/sync/malformed").json().path("items")).hasSize(1);
        linh.replaceBy(Visitor.LINH_HOME);
        assertThat(api.get("/api/v1/sync/malformed").json().path("items")).isEmpty();
    }

    @Test
    void a_stream_that_reads_no_bodies_says_so() {
        assertThat(api.get(stream).json().path("bodies").isNull()).isTrue();
        assertThat(api.send("PUT", stream + "/reading", "{\"bodies\":true}").status())
                .isEqualTo(409);
        assertThat(api.send("PUT", stream + "/reading", "{\"bodies\":false}").status())
                .as("nothing changes")
                .isEqualTo(200);
    }

    @Test
    void somebody_else_sees_and_changes_nothing_of_it() {
        SyncedPerson other = SyncedPerson.connect(world, Visitor.LINH_WORK);
        Api others = other.api("integrations:read", "integrations:write");
        String run = api.post("/api/v1/oauth/integrations/" + linh.integration() + "/sync", "")
                .json()
                .path("runs")
                .path(0)
                .path("runId")
                .asString();
        assertThat(others.get("/api/v1/sync/runs/" + run).status()).isEqualTo(404);
        assertThat(others.get(stream).status()).isEqualTo(404);
        assertThat(others.post(stream + "/pause", "").status()).isEqualTo(404);
        assertThat(others.post(stream + "/resume", "").status()).isEqualTo(404);
        assertThat(others.send("PUT", stream + "/schedule", "{\"every\":\"PT1H\"}")
                        .status())
                .isEqualTo(404);
        assertThat(others.send("PUT", stream + "/reading", "{\"bodies\":true}").status())
                .isEqualTo(404);
        assertThat(linh.status().state()).isEqualTo("in_step");
    }

    @Test
    void records_older_than_they_are_kept_go_and_the_feed_tells_of_it() {
        long before = linh.records();
        Instant now = world.clock().instant();
        long gone = world.server()
                .bean(dev.concierge.server.database.SystemScope.class)
                .call(jdbc -> jdbc.sql("select expire_records('google.calendar.events', :now, :now, 100000)")
                        .param("now", now.atOffset(java.time.ZoneOffset.UTC))
                        .query(Integer.class)
                        .single());
        assertThat(gone).isBetween(1L, before - 1);
        assertThat(linh.records())
                .isEqualTo(before - gone)
                .isEqualTo(linh.status().records());
        assertThat(linh.tombstones()).isEqualTo(gone);
        assertThat(
                        linh.count(
                                "select count(*) from records where integration_id = :id and deleted_at is not null and content is not null"))
                .isZero();
    }
}
