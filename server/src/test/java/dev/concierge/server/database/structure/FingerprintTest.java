package dev.concierge.server.database.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.database.DatabaseSettings;
import dev.concierge.server.support.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;

/** Two databases have the same fingerprint exactly when they are made alike, and what differs is named. */
@Tag("security")
class FingerprintTest {
    private static final SharedDatabase SHARED = new SharedDatabase();

    private @Nullable TestDatabase one;
    private @Nullable TestDatabase other;

    @AfterEach
    void drop() {
        Stream.of(one, other).filter(Objects::nonNull).forEach(TestDatabase::close);
    }

    @AfterAll
    static void dropShared() {
        SHARED.database.close();
    }

    /** A database in which one change after the other is made, looked at and taken back. */
    private static final class SharedDatabase {
        private static final RoleWords ROLES =
                new RoleWords("concierge_owner", "concierge_app", "concierge_auth", "concierge_system");
        private final TestDatabase database = TestDatabase.create();
        private @Nullable Fingerprint plain;

        Fingerprint plain() {
            Fingerprint known = plain;
            if (known == null) {
                known = fingerprint(database.settings());
                plain = known;
            }
            return known;
        }

        Fingerprint after(String change) throws SQLException {
            try (Connection connection = database.connect("concierge_owner");
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute(change);
                try {
                    return StructureReader.readWithin(connection, ROLES);
                } finally {
                    connection.rollback();
                }
            }
        }
    }

    private TestDatabase a() {
        TestDatabase known = one;
        if (known == null) {
            known = TestDatabase.create();
            one = known;
        }
        return known;
    }

    private TestDatabase b() {
        TestDatabase known = other;
        if (known == null) {
            known = TestDatabase.create();
            other = known;
        }
        return known;
    }

    private static Fingerprint fingerprint(DatabaseSettings settings) {
        try {
            return DatabasePlace.of(settings).fingerprint();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Fingerprint ofA() {
        return fingerprint(a().settings());
    }

    private Fingerprint ofB() {
        return fingerprint(b().settings());
    }

    private List<Difference> differences() {
        return Difference.between(ofA().structure(), ofB().structure());
    }

    private List<String> sentences() {
        return sentences(ofA(), ofB());
    }

    private static List<String> sentences(Fingerprint one, Fingerprint other) {
        return Difference.between(one.structure(), other.structure()).stream()
                .map(Difference::sentence)
                .toList();
    }

    private void bothRun(String sql) {
        a().owner().sql(sql).update();
        b().owner().sql(sql).update();
    }

    @Test
    void databases_that_were_migrated_separately_agree_whatever_their_roles_are_called() throws SQLException {
        Fingerprint alone = fingerprint(TestDatabase.migratedFromNothing("elsewhere"));

        assertThat(Difference.between(ofA().structure(), alone.structure())).isEmpty();
        assertThat(alone.hash()).isEqualTo(ofA().hash()).matches("[0-9a-f]{64}");
        assertThat(alone.code()).isEqualTo(ofA().code()).matches("[ACDEFHJKMNPRTWXY]{4}(-[ACDEFHJKMNPRTWXY]{4}){3}");
        assertThat(alone.postgresMajor()).isEqualTo(TestDatabase.serverMajor());
    }

    @Test
    void whoever_reads_it_the_fingerprint_is_the_same() {
        DatabaseSettings all = a().settings();
        DatabaseSettings withoutOwner = new DatabaseSettings(
                all.host(),
                all.port(),
                all.name(),
                all.app(),
                all.auth(),
                all.system(),
                new DatabaseSettings.Login(all.owner().user(), null),
                all.appConnections(),
                all.authConnections(),
                all.systemConnections(),
                all.connectionWait());
        assertThat(fingerprint(withoutOwner)).isEqualTo(ofA());
    }

    @Test
    void rows_upkeep_and_days_do_not_count() {
        b().owner()
                .sql(
                        "insert into call_budgets values ('google', 'client', '2026-11-29', 17), ('google', 'x', '2026-11-29', 1)")
                .update();
        b().owner().sql("update era set number = 7").update();
        b().owner().sql("delete from call_budgets where subject = 'x'").update();
        b().owner().sql("vacuum full call_budgets").update();
        b().owner().sql("reindex table call_budgets").update();
        b().owner().sql("analyze").update();
        b().owner()
                .sql("select make_vend_partitions('2031-05-05')")
                .query(Integer.class)
                .single();

        assertThat(differences()).isEmpty();
        assertThat(ofB().code()).isEqualTo(ofA().code());
    }

    @Test
    void the_order_in_which_things_were_made_does_not_count() {
        List<String> tables = List.of(
                "create table left_side (id int primary key, felt text not null, at timestamptz)",
                "create table right_side (id int primary key, felt text)");
        List<String> others = List.of(
                "create type mood as enum ('sad', 'ok')",
                "create index left_side_at on left_side (at)",
                "create index left_side_felt on left_side (felt)",
                "grant select on left_side to concierge_system",
                "grant insert on left_side to concierge_app",
                "create function half(n int) returns int language sql immutable as 'select n / 2'");
        tables.forEach(sql -> a().owner().sql(sql).update());
        others.forEach(sql -> a().owner().sql(sql).update());
        b().owner().sql(tables.getLast()).update();
        b().owner()
                .sql("create table left_side (gone int, at timestamptz, id int primary key, felt text not null)")
                .update();
        others.reversed().forEach(sql -> b().owner().sql(sql).update());
        b().owner().sql("alter table left_side drop column gone").update();

        assertThat(differences()).isEmpty();
        assertThat(ofB().code()).isEqualTo(ofA().code());
    }

    @Test
    void the_order_of_columns_counts_where_a_function_gives_the_whole_row() {
        a().owner().sql("create table pair (one int, two int)").update();
        b().owner().sql("create table pair (two int, one int)").update();
        assertThat(differences()).isEmpty();

        bothRun("create function pairs() returns setof pair language sql stable as 'select * from public.pair'");

        assertThat(differences()).singleElement().isInstanceOfSatisfying(Difference.Changed.class, changed -> {
            assertThat(changed.path()).isEqualTo("table public.pair");
            assertThat(changed.inA()).contains("columns in order one, two");
            assertThat(changed.inB()).contains("columns in order two, one");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            create table extra (id int primary key)                                          | additional: table public.extra
            drop table call_budgets                                                          | missing: table public.call_budgets
            create schema extra                                                              | additional: schema extra
            alter table call_budgets add column noted text                                   | additional: table public.call_budgets, column noted
            alter table call_budgets alter column used set default 0                         | different: table public.call_budgets, column used
            alter table call_budgets alter column used type int                              | different: table public.call_budgets, column used
            alter table call_budgets alter column used drop not null                         | different: table public.call_budgets, column used
            drop index call_budgets_day                                                      | missing: table public.call_budgets, index call_budgets_day
            alter table quota_counters set (fillfactor = 80)                                 | different: table public.quota_counters
            create or replace function current_era() returns int language sql stable security definer set search_path = pg_catalog, pg_temp as 'select number + 0 from public.era' | different: function public.current_era()
            alter function current_era() security invoker                                    | different: function public.current_era()
            alter function current_era() set search_path = public                            | different: function public.current_era()
            grant execute on function current_era() to public                                | additional: function public.current_era(), grant public execute
            revoke select on era from concierge_app                                          | missing: table public.era, grant {app} select
            revoke insert (actor) on audit_events from concierge_app                         | missing: table public.audit_events, grant {app} insert (actor)
            grant select on era to concierge_system with grant option                        | different: table public.era, grant {system} select
            revoke delete on call_budgets from concierge_owner                               | missing: table public.call_budgets, grant {owner} delete
            drop policy app_read on audit_events                                             | missing: table public.audit_events, policy app_read
            alter policy app_read on audit_events using (true)                               | different: table public.audit_events, policy app_read
            alter policy app_read on audit_events to concierge_app, concierge_auth           | additional: table public.audit_events, policy app_read, role {auth}
            alter table identities no force row level security                               | different: table public.identities
            alter table identities disable row level security                                | different: table public.identities
            create view eras as select number from era                                       | additional: view public.eras
            create sequence numbers                                                          | additional: sequence public.numbers
            create domain short as text check (length(value) < 9)                            | additional: domain public.short
            create trigger noted before update on era for each row execute function suppress_redundant_updates_trigger() | additional: table public.era, trigger noted
            create rule kept as on delete to era do instead nothing                          | additional: table public.era, rule kept
            create statistics together on provider, subject from call_budgets                | additional: table public.call_budgets, statistics together
            alter default privileges in schema public grant select on tables to concierge_app | additional: default grant {app} select on r made by {owner} in public
            update flyway_schema_history set checksum = 1 where version = '0055'             | different: reference data public.flyway_schema_history, row 0055
            delete from flyway_schema_history where version = '0055'                         | missing: reference data public.flyway_schema_history, row 0055
            delete from era                                                                  | missing: reference data public.era, row true
            """)
    void one_change_is_named_and_nothing_else(String change, String named) throws SQLException {
        Fingerprint before = SHARED.plain();
        Fingerprint after = SHARED.after(change);

        assertThat(sentences(before, after)).containsExactly(named);
        assertThat(after.code()).isNotEqualTo(before.code());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            create type mood as enum ('sad', 'ok')                              | create type mood as enum ('ok', 'sad')                                        | different: enum type public.mood
            create type pair as (one int, two int)                              | create type pair as (two int, one int)                                        | different: composite type public.pair
            create sequence numbers                                             | create sequence numbers increment 2                                           | different: sequence public.numbers
            create domain short as text check (length(value) < 9)               | create domain short as text                                                   | missing: domain public.short, constraint short_check
            alter table call_budgets add constraint counts check (used >= 0)    | alter table call_budgets add constraint counts check (used >= 0) not valid    | different: table public.call_budgets, constraint counts
            create view eras as select number from era                          | create view eras as select number + 0 as number from era                      | different: view public.eras
            """)
    void the_same_name_made_otherwise_is_named(String inA, String inB, String named) throws SQLException {
        assertThat(sentences(SHARED.after(inA), SHARED.after(inB))).containsExactly(named);
    }

    @Test
    void an_index_that_failed_while_it_was_built_is_not_the_one_that_stands() {
        a().owner()
                .sql("create unique index call_budgets_used on call_budgets (used)")
                .update();
        b().owner()
                .sql(
                        "insert into call_budgets values ('google', 'a', '2026-11-29', 1), ('google', 'b', '2026-11-29', 1)")
                .update();
        assertThatThrownBy(() -> b().owner()
                        .sql("create unique index concurrently call_budgets_used on call_budgets (used)")
                        .update())
                .isInstanceOf(DataAccessException.class);

        assertThat(differences()).singleElement().isInstanceOfSatisfying(Difference.Changed.class, changed -> {
            assertThat(changed.path()).isEqualTo("table public.call_budgets, index call_budgets_used");
            assertThat(changed.inA()).startsWith("CREATE UNIQUE INDEX call_budgets_used ON public.call_budgets");
            assertThat(changed.inB()).isEqualTo(changed.inA() + "\nnot valid\nnot ready");
        });
    }

    @Test
    void a_day_whose_partition_lost_its_isolation_is_named_among_the_others() {
        String day = b().owner()
                .sql("select max(inhrelid::regclass::text) from pg_inherits where inhparent = 'audit_vends'::regclass")
                .query(String.class)
                .single();
        b().owner().sql("alter table " + day + " no force row level security").update();

        assertThat(differences()).singleElement().isInstanceOfSatisfying(Difference.Additional.class, additional -> {
            assertThat(additional.path()).isEqualTo("table public.audit_vends, partition public." + day);
            assertThat(additional.inB()).contains("different: partitions by day");
        });
    }

    @Test
    void what_the_sessions_of_a_role_begin_with_counts() {
        TestDatabase.superuser("postgres")
                .sql("alter role concierge_app in database " + b().name() + " set row_security = off")
                .update();
        assertThat(sentences()).containsExactly("additional: settings of the database, session setting of {app}");
    }

    @Test
    void a_right_on_the_database_counts() {
        TestDatabase.superuser("postgres")
                .sql("grant connect on database " + b().name() + " to public")
                .update();
        assertThat(sentences()).containsExactly("additional: settings of the database, grant public connect");
    }
}
