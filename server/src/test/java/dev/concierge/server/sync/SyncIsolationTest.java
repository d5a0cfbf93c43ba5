package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.integrations.SyncedContent;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@Tag("isolation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyncIsolationTest {
    private World world;
    private SyncedPerson alice;
    private SyncedPerson eve;

    @BeforeAll
    void start() {
        world = World.start();
        alice = SyncedPerson.connect(world, Visitor.LINH_WORK);
        eve = SyncedPerson.connect(world, Visitor.LINH_HOME);
        alice.runDue();
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void both_are_synced_and_see_their_own_alone() {
        assertThat(alice.records()).isPositive();
        assertThat(eve.records()).isPositive();
        for (SyncedPerson person : List.of(alice, eve)) {
            long seen = world.server()
                    .bean(AccountScope.class)
                    .call(
                            person.account(),
                            jdbc -> jdbc.sql("select count(*) from records where deleted_at is null")
                                    .query(Long.class)
                                    .single());
            assertThat(seen).isEqualTo(person.records());
        }
    }

    @Test
    void eve_reads_changes_and_deletes_nothing_of_alice_even_when_a_query_forgets_the_account() {
        long before = alice.records();
        AccountScope accounts = world.server().bean(AccountScope.class);
        for (String table : List.of("streams", "runs", "records")) {
            String where = table + " where integration_id = '" + alice.integration() + "'";
            int touched = accounts.call(
                    eve.account(), jdbc -> jdbc.sql("delete from " + where).update());
            assertThat(touched).as(table).isZero();
        }
        SyncedContent content = world.server().bean(SyncedContent.class);
        assertThat(content.streams(eve.account(), alice.integration())).isEmpty();
        assertThat(content.upcoming(eve.account(), alice.integration(), 10)).isEmpty();
        assertThat(content.syncNow(eve.account(), alice.integration())).isFalse();
        assertThat(alice.records()).isEqualTo(before);
    }

    @Test
    void eve_cannot_write_a_record_into_the_account_of_alice() {
        UUID stream = alice.streamId("google.calendar.events");
        assertThatThrownBy(() -> world.server()
                        .bean(AccountScope.class)
                        .run(
                                eve.account(),
                                jdbc -> jdbc.sql("""
                                insert into records (id, account_id, integration_id, stream_id, stream, part, upstream_id, content, content_hash,
                                    seen_pass, created_at, changed_at, era, xact)
                                values (:id, :account, :integration, :stream, 'google.calendar.events', '', 'x', '{}', '', 0, now(), now(), 1,
                                    pg_current_xact_id())
                                """)
                                        .param("id", UUID.randomUUID())
                                        .param("account", alice.account())
                                        .param("integration", alice.integration())
                                        .param("stream", stream)
                                        .update()))
                .rootCause()
                .hasMessageContaining("row-level security");
    }

    @Test
    void the_role_that_claims_work_reads_no_content_and_no_checkpoint() {
        SystemScope system = world.server().bean(SystemScope.class);
        for (String sql : List.of(
                "select content from records",
                "select upstream_id from records",
                "select checkpoint from streams",
                "update records set content = null",
                "update streams set checkpoint = null")) {
            assertThatThrownBy(() -> system.run(jdbc -> jdbc.sql(sql).update()))
                    .as(sql)
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void the_api_shows_eve_nothing_of_alice_by_id_filter_or_cursor() {
        Api eves = eve.api("integrations:read", "integrations:write");
        Api alices = alice.api("integrations:read");
        assertThat(eves.post("/api/v1/oauth/integrations/" + alice.integration() + "/sync", "")
                        .status())
                .isEqualTo(404);
        assertThat(eves.get("/api/v1/sync/records?integration=" + alice.integration())
                        .json()
                        .path("items"))
                .isEmpty();
        assertThat(eves.get("/api/v1/sync/runs?integration=" + alice.integration())
                        .json()
                        .path("items"))
                .isEmpty();
        assertThat(integrations(eves.get("/api/v1/sync/status").json()))
                .containsOnly(eve.integration().toString());
        assertThat(integrations(eves.get("/api/v1/sync/records?limit=200").json()))
                .containsOnly(eve.integration().toString());

        String cursor = alices.get("/api/v1/sync/records?limit=1")
                .json()
                .path("nextCursor")
                .asString();
        assertThat(eves.get("/api/v1/sync/records?cursor=" + cursor).status()).isEqualTo(400);
        assertThat(alices.get("/api/v1/sync/records?cursor=" + cursor).status()).isEqualTo(200);
        assertThat(alices.get("/api/v1/sync/runs?cursor=" + cursor).status())
                .as("a cursor of another list")
                .isEqualTo(400);
    }

    @Test
    void a_key_needs_the_scope() {
        Api reader = eve.api("integrations:read");
        assertThat(reader.post("/api/v1/oauth/integrations/sync", "").status()).isEqualTo(403);
        assertThat(reader.post("/api/v1/oauth/integrations/" + eve.integration() + "/sync", "")
                        .status())
                .isEqualTo(403);
        Api vendor = eve.api("tokens:vend");
        for (String path : List.of("status", "runs", "records")) {
            assertThat(vendor.get("/api/v1/sync/" + path).status()).as(path).isEqualTo(403);
        }
    }

    @Test
    void a_claim_of_alice_run_for_an_integration_that_was_paused_meanwhile_asks_nothing() {
        SyncedPerson paused = SyncedPerson.connect(world, "ana.ruiz@meridian.example");
        Claim claim = world.server()
                .bean(ClaimRepository.class)
                .next("google", Duration.ofMinutes(2))
                .orElseThrow();
        assertThat(claim.accountId()).isEqualTo(paused.account());
        int calls = world.sandbox().ledger().entries().size();
        paused.become("paused");
        world.server().bean(SyncEngine.class).run(claim, () -> false);

        assertThat(world.sandbox().ledger().entries()).hasSize(calls);
        assertThat(paused.records()).isZero();
        assertThat(paused.status().cause()).isEqualTo("paused");
        assertThat(paused.status().nextRunAt()).as("looked at again later").isNotNull();
    }

    private static List<String> integrations(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.path("items").forEach(item -> ids.add(item.path("integrationId").asString()));
        return ids;
    }
}
