package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lists of an account with many records and runs go by an index, under the policies of the app role too. */
@Tag("performance")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyncPlansTest {
    private static final int MANY = 30_000;

    private World world;
    private SyncedPerson linh;

    @BeforeAll
    void fill() {
        world = World.start();
        linh = SyncedPerson.connect(world, Visitor.LINH_WORK);
        linh.runDue();
        owner().sql("""
                        insert into records select p.* from records r,
                               generate_series(1, :many) n,
                               lateral jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'upstream_id', 'many ' || n,
                                   'starts_at', :now + n * interval '1 hour', 'ends_at', :now + n * interval '1 hour', 'happened_at', :now + n * interval '1 hour')) p
                         where r.id = (select id from records where integration_id = :integration order by id limit 1)
                        """)
                .param("integration", linh.integration())
                .param("many", MANY)
                .param("now", now())
                .update();
        owner().sql("""
                        insert into runs (id, account_id, stream_id, integration_id, provider, stream, manual, started_at, ended_at, outcome)
                        select gen_random_uuid(), account_id, id, integration_id, provider, name, false, :now - n * interval '1 minute',
                               :now - n * interval '1 minute', case n % 500 when 0 then 'failed' else 'done' end
                          from streams, generate_series(1, :many) n where integration_id = :integration
                        """)
                .param("integration", linh.integration())
                .param("many", MANY)
                .param("now", now())
                .update();
        owner().sql("analyze records").update();
        owner().sql("analyze runs").update();
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void two_weeks_of_the_agenda_are_found_among_years() {
        assertThat(plan(Agenda.EVENTS, RunFilter.ALL))
                .containsPattern("Index Scan Backward using records_(of_kind|newest)")
                .containsPattern("Index Cond: .*happened_at >= .*happened_at < ")
                .doesNotContain("Seq Scan", "Sort");
    }

    @Test
    void events_that_last_for_months_are_found_by_themselves() {
        assertThat(plan(Agenda.LONG_EVENTS, RunFilter.ALL))
                .contains("records_long_events")
                .doesNotContain("Seq Scan");
    }

    @Test
    void the_newest_runs_are_found_without_looking_at_the_rest() {
        assertThat(plan(RunRepository.sql(RunFilter.ALL), RunFilter.ALL))
                .contains("Index", "runs_account")
                .doesNotContain("Seq Scan", "Sort");
    }

    @Test
    void runs_that_failed_are_found_among_those_that_did_not() {
        RunFilter failed = new RunFilter(null, RunResult.FAILED, null);
        assertThat(plan(RunRepository.sql(failed), failed))
                .contains("runs_not_well")
                .doesNotContain("Seq Scan", "Sort");
    }

    /** Joined with their streams first, all records of an account were sorted for each page. */
    @Test
    void a_list_of_records_reads_an_index_as_far_as_it_shows() {
        Found.Position before = new Found.Position(world.clock().instant(), UUID.randomUUID());
        for (@Nullable String kind : new @Nullable String[] {null, "event"}) {
            for (@Nullable UUID integration : new @Nullable UUID[] {null, linh.integration()}) {
                RecordSearch.Question question = new RecordSearch.Question("", kind, integration);
                assertThat(plan(question, null) + plan(question, before))
                        .contains("Limit", "Index Scan using records_")
                        .doesNotContain("Seq Scan on records", "Bitmap");
            }
        }
    }

    private String plan(RecordSearch.Question question, Found.@Nullable Position before) {
        List<String> lines = world.server()
                .bean(AccountScope.class)
                .call(
                        linh.account(),
                        jdbc -> jdbc.sql("explain " + RecordSearch.sql(question, before))
                                .param("kind", question.kind())
                                .param("integration", question.integrationId())
                                .param("at", now())
                                .param("id", nothing(), java.sql.Types.OTHER)
                                .param("limit", 51)
                                .query(String.class)
                                .list());
        return String.join("\n", lines);
    }

    private String plan(String sql, RunFilter filter) {
        List<String> lines = world.server()
                .bean(AccountScope.class)
                .call(
                        linh.account(),
                        jdbc -> jdbc.sql("explain " + sql)
                                .param("since", now().minusDays(31))
                                .param("begin", now())
                                .param("first", now())
                                .param("after", now().plusDays(14))
                                .param("end", now().plusDays(14))
                                .param("provider", filter.provider())
                                .param("anything", true)
                                .param("integrations", new String[0])
                                .param("streams", new String[0])
                                .param("causes", new String[0])
                                .param("at", nothing())
                                .param("id", nothing())
                                .param("limit", 21)
                                .query(String.class)
                                .list());
        return String.join("\n", lines);
    }

    private static @Nullable UUID nothing() {
        return null;
    }

    private OffsetDateTime now() {
        return world.clock().instant().atOffset(ZoneOffset.UTC);
    }

    private JdbcClient owner() {
        return world.database().owner();
    }
}
