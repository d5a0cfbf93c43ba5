package dev.concierge.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.database.Isolation;
import dev.concierge.server.support.SettableClock;
import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.support.TestServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each role may do, as PostgreSQL says it, and that the server refuses a database where that is not enough (E-05, E-07). Keys are {@link
 * KeyMatrixTest}'s, functions and what stands around the tables {@link SideChannelTest}'s.
 */
@Tag("isolation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsTest {
    private TestDatabase database;

    @BeforeAll
    void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    void drop() {
        database.close();
    }

    /** What the system role may read of columns that hold bytes, JSON, hashes or names: none of it opens or tells anything of a person. */
    private static final Set<String> SYSTEM_MAY_READ = Set.of(
            "audit_events.subject_hash",
            "audit_events.mac",
            "audit_events.detail",
            "audit_subjects.salt",
            "audit_vends.address_hash",
            "audit_vends.mac",
            "audit_seals.row_ids",
            "audit_seals.row_hashes",
            "audit_seals.rows_hash",
            "audit_seals.mac",
            "imported_parts.part_code",
            "imported_parts.content",
            "data_keysets.wrapped",
            "data_keysets.check_value",
            "jobs_mail.task_data",
            "jobs_file.task_data",
            "mail_requests.browser_hash",
            "jobs_sync.task_data",
            "jobs_refresh.task_data",
            "jobs_maintenance.task_data",
            "rate_buckets.state");

    @Test
    @DisplayName("E-05 the four roles bypass nothing and own nothing, but the owner")
    void the_four_roles_bypass_nothing() {
        List<String> strong = database.owner()
                .sql(
                        "select rolname from pg_roles where rolname like 'concierge%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)")
                .query((row, _) -> row.getString(1))
                .list();
        assertThat(strong).isEmpty();
        assertThat(strings("select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.member"
                        + " where r.rolname in ('concierge_app', 'concierge_auth', 'concierge_system')"))
                .as("members of no other role")
                .isEmpty();
        assertThat(strings("select relname from pg_class where relowner in (select oid from pg_roles where rolname in"
                        + " ('concierge_app', 'concierge_auth', 'concierge_system'))"))
                .as("tables they own")
                .isEmpty();
    }

    @Test
    @DisplayName("E-05 the auth role reads no table, whole or by column")
    void the_auth_role_reads_no_table() {
        assertThat(strings("""
                        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm', 'f')
                          and (has_table_privilege('concierge_auth', c.oid, 'select, insert, update, delete, truncate, references, trigger')
                               or has_any_column_privilege('concierge_auth', c.oid, 'select, insert, update, references'))
                        """)).isEmpty();
    }

    @Test
    @DisplayName("E-05 the system role reads no ciphertext, no record's content and no password")
    void the_system_role_reads_no_ciphertext_and_no_content() {
        List<String> readable = strings("""
                        select c.relname || '.' || a.attname
                        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
                        where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
                          and (a.atttypid in ('bytea'::regtype, 'json'::regtype, 'jsonb'::regtype)
                               or a.attname in ('label', 'upstream_label', 'hash', 'content', 'token', 'secret', 'password'))
                          and has_column_privilege('concierge_system', c.oid, a.attnum, 'select')
                        order by 1
                        """);
        assertThat(readable)
                .as(
                        "a new column that holds bytes, JSON or a secret is not for the system role; if it is harmless, say so here")
                .isSubsetOf(SYSTEM_MAY_READ);
    }

    @Test
    @DisplayName("E-07 definer functions pin their search path, with pg_temp last, and are nobody's by default")
    void definer_functions_pin_their_search_path_and_are_not_for_everybody() {
        assertThat(
                        strings(
                                "select count(*)::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and p.prosecdef"))
                .first()
                .satisfies(count -> assertThat(Integer.parseInt(count)).isGreaterThan(10));
        assertThat(strings("""
                        select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                        where n.nspname = 'public' and p.prosecdef
                          and not exists (select 1 from unnest(p.proconfig) setting where setting like 'search_path=%pg_temp')
                        """))
                .as("definer functions without a pinned search path")
                .isEmpty();
        assertThat(strings("""
                        select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                        where n.nspname = 'public' and p.prosecdef
                          and (p.proacl is null or exists (select 1 from aclexplode(p.proacl) a where a.grantee = 0))
                        """)).as("definer functions that PUBLIC may call").isEmpty();
    }

    @Test
    @DisplayName("E-07 no view, trigger or sequence goes around the policies")
    void nothing_goes_around_the_policies() {
        assertThat(strings(
                        "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('v', 'm', 'f')"
                                + " and not coalesce('security_invoker=true' = any (c.reloptions), false)"))
                .as("views that are not security_invoker")
                .isEmpty();
        assertThat(strings(
                        "select tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace"
                                + " where n.nspname = 'public' and not t.tgisinternal"))
                .as("triggers")
                .isEmpty();
        assertThat(
                        strings(
                                "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'S'"))
                .as("sequences, which would count other people's rows")
                .isEmpty();
    }

    @Test
    @DisplayName("E-05 the server refuses to start with a personal table that nobody isolated, and names it")
    void the_server_refuses_to_start_with_a_personal_table_that_nobody_isolated() {
        try (TestDatabase other = TestDatabase.create()) {
            other.owner()
                    .sql("create table diaries (account_id uuid, page text)")
                    .update();
            other.owner().sql("grant select on diaries to concierge_app").update();

            assertThatThrownBy(() -> TestServer.start(other, new SettableClock(), TestServer.Keys.random(), Map.of())
                            .close())
                    .rootCause()
                    .hasMessageContaining("diaries")
                    .extracting(cause -> cause.getClass().getSimpleName())
                    .isEqualTo("UnfitDatabaseException");
        }
    }

    static Stream<List<String>> holes() {
        String own = " using (account_id = (select nullif(current_setting('concierge.account_id', true), '')::uuid))";
        String table = "create table diaries (account_id uuid, page text)";
        String on = "alter table diaries enable row level security";
        String forced = "alter table diaries force row level security";
        String grant = "grant select, update on diaries to concierge_app";
        return Stream.of(
                List.of(table),
                List.of(table, on, "create policy own on diaries to concierge_app" + own, grant),
                List.of(table, on, forced, grant),
                List.of(table, on, forced, "create policy own on diaries to concierge_app using (true)", grant),
                List.of(table, on, forced, "create policy own on diaries to concierge_system" + own, grant),
                // permissive policies add up: one wide one undoes the narrow one beside it
                List.of("create policy wide on grants to concierge_app using (true)"),
                List.of("create policy wide on grants to public using (true)"),
                List.of("create policy wide on grants for select to concierge_app using (true)"),
                List.of("create policy wide on grants for update to concierge_app using (true)"),
                List.of("create policy wide on grants for insert to concierge_app with check (true)"),
                List.of("alter table grants no force row level security"),
                List.of("alter table grants disable row level security"),
                // a view runs with its owner's rights, who sees all
                List.of(
                        "create view all_grants as select * from grants",
                        "grant select on all_grants to concierge_app"),
                List.of(
                        "create materialized view all_grants as select * from grants",
                        "grant select on all_grants to concierge_app"));
    }

    @ParameterizedTest
    @MethodSource("holes")
    @DisplayName("E-05 the start-up check names every hole that a migration could leave")
    void the_start_up_check_names_every_hole_that_a_migration_could_leave(List<String> migration) {
        try (TestDatabase other = TestDatabase.create()) {
            assertThat(Isolation.faults(other.as("concierge_system"), "concierge_app"))
                    .isEmpty();
            migration.forEach(sql -> other.owner().sql(sql).update());

            List<String> faults = Isolation.faults(other.as("concierge_system"), "concierge_app");

            assertThat(faults).isNotEmpty();
            assertThat(String.join(" ", faults)).containsAnyOf("diaries", "grants");
        }
    }

    private List<String> strings(String sql) {
        return database.owner().sql(sql).query((row, _) -> row.getString(1)).list();
    }
}
