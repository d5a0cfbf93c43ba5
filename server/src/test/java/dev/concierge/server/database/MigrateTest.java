package dev.concierge.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.support.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code db migrate} beside what goes on in the database. */
@Tag("security")
class MigrateTest {
    private static final Pause NEVER = () -> {
        throw new AssertionError("nothing was to be tried again");
    };

    private final TestDatabase database = TestDatabase.create();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @AfterEach
    void drop() {
        database.close();
    }

    private void file(String name, String sql) {
        try {
            Files.writeString(folder.resolve(name), sql);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void migrate(Pause pause) {
        Flyway flyway = new DatabaseCommands(database.settings(), System.out)
                .configuration(database.settings().owner())
                .locations("classpath:db/migration", "filesystem:" + folder)
                .load();
        new SchemaMigration(flyway, pause, new PrintStream(out, true, StandardCharsets.UTF_8)).run();
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private boolean has(String column) {
        return database.owner()
                .sql(
                        "select count(*) = 1 from information_schema.columns where table_name = 'call_budgets' and column_name = :column")
                .param("column", column)
                .query(Boolean.class)
                .single();
    }

    @Test
    void what_waits_is_told_then_the_version_before_and_after() {
        file("V9001__first_step.sql", "alter table call_budgets add column one text;");
        file("V9002__second_step.sql", "alter table call_budgets add column two text;");

        migrate(NEVER);

        assertThat(said().lines())
                .containsSequence("  applies: 9001 first step", "  applies: 9002 second step")
                .last()
                .asString()
                .matches("Schema version \\d+ before, 9002 now; 2 applied\\.");
        assertThat(has("one") && has("two")).isTrue();
        out.reset();
        migrate(NEVER);
        assertThat(said()).isEqualTo("Schema version 9002 before, 9002 now; 0 applied.\n");
    }

    @Test
    void a_lock_that_is_held_is_not_queued_for_but_tried_again() throws SQLException {
        file("V9001__first_step.sql", "alter table era add column one text;");
        file("V9002__second_step.sql", "alter table call_budgets add column two text;");
        AtomicInteger tries = new AtomicInteger();
        try (Connection holder = database.connect("concierge_system");
                Statement sql = holder.createStatement()) {
            holder.setAutoCommit(false);
            sql.execute("select * from call_budgets");
            migrate(() -> {
                tries.incrementAndGet();
                try {
                    holder.rollback();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        assertThat(tries).hasValue(1);
        assertThat(said()).contains("try 1 of 20 was rolled back", "9002 now; 2 applied.");
        assertThat(has("two")).isTrue();
    }

    @Test
    void a_lock_that_is_never_let_go_ends_it_and_nothing_is_half_done() throws SQLException {
        file("V9001__first_step.sql", "set local lock_timeout = '20ms'; alter table call_budgets add column one text;");
        AtomicInteger tries = new AtomicInteger();
        try (Connection holder = database.connect("concierge_system");
                Statement sql = holder.createStatement()) {
            holder.setAutoCommit(false);
            sql.execute("select * from call_budgets");
            assertThatThrownBy(() -> migrate(tries::incrementAndGet))
                    .isInstanceOf(FlywayException.class)
                    .hasMessageContaining("lock timeout");
        }
        assertThat(tries).hasValue(19);
        assertThat(has("one")).isFalse();
    }

    @Test
    void a_mistake_in_a_migration_is_not_tried_again_and_leaves_nothing() {
        file("V9001__first_step.sql", "alter table call_budgets add column one text; select no_such_thing;");

        assertThatThrownBy(() -> migrate(NEVER))
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("no_such_thing");
        assertThat(has("one")).isFalse();
    }

    @Test
    void an_index_that_is_built_beside_the_work_waits_for_nobody_of_its_own() {
        file("V9001__first_step.sql", "create index concurrently budgets_used on call_budgets (used);");

        migrate(NEVER);

        assertThat(database.owner()
                        .sql("select indisvalid from pg_index where indexrelid = 'budgets_used'::regclass")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void one_that_failed_half_way_is_explained_and_goes_on_when_it_was_cleared_up() {
        database.owner()
                .sql(
                        "insert into call_budgets values ('google', 'a', '2026-11-29', 1), ('google', 'b', '2026-11-29', 1)")
                .update();
        file("V9001__first_step.sql", "create unique index concurrently budgets_used on call_budgets (used);");
        assertThatThrownBy(() -> migrate(NEVER))
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("budgets_used");

        assertThatThrownBy(() -> migrate(NEVER))
                .isInstanceOf(FlywayException.class)
                .hasMessageStartingWith("Migration 9001 (V9001__first_step.sql) failed half way")
                .hasMessageContaining("drop it");

        database.owner().sql("drop index budgets_used").update();
        database.owner()
                .sql("delete from flyway_schema_history where not success")
                .update();
        database.owner().sql("delete from call_budgets").update();
        migrate(NEVER);
        assertThat(said()).endsWith("9001 now; 1 applied.\n");
    }

    @Test
    void a_column_that_somebody_made_by_hand_is_explained_and_nothing_is_half_done() {
        database.owner().sql("alter table call_budgets add column two text").update();
        file(
                "V9001__first_step.sql",
                "alter table call_budgets add column one text; alter table call_budgets add column two text;");

        assertThatThrownBy(() -> migrate(NEVER))
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("column \"two\" of relation \"call_budgets\" already exists")
                .hasMessageContaining("is there already: somebody made it by hand")
                .hasMessageContaining("db diff");
        assertThat(has("one")).isFalse();
    }

    @Test
    void a_session_that_the_server_ends_is_begun_again() {
        file("V9001__first_step.sql", "alter table era add column one text;");
        file("V9002__second_step.sql", """
                alter table call_budgets add column two text;
                do $$ begin
                    if not exists (select 1 from call_budgets) then
                        perform pg_terminate_backend(pg_backend_pid());
                    end if;
                end $$;
                """);
        AtomicInteger tries = new AtomicInteger();

        migrate(() -> {
            tries.incrementAndGet();
            database.owner()
                    .sql("insert into call_budgets values ('google', 'a', '2026-11-29', 1)")
                    .update();
        });

        assertThat(tries).hasValue(1);
        assertThat(said()).endsWith("9002 now; 2 applied.\n");
        assertThat(has("two")).isTrue();
    }

    @Test
    void two_operators_at_once_take_turns() throws Exception {
        file("V9001__first_step.sql", "alter table call_budgets add column one text;");
        file("V9002__second_step.sql", "alter table call_budgets add column two text;");
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService operators = Executors.newFixedThreadPool(2)) {
            Callable<Boolean> operator = () -> {
                together.await();
                migrate(NEVER);
                return true;
            };
            assertThat(operators.invokeAll(List.of(operator, operator)))
                    .allSatisfy(done -> assertThat(done.get()).isTrue());
        }
        assertThat(database.owner()
                        .sql("select version from flyway_schema_history where version > '9000' order by version")
                        .query(String.class)
                        .list())
                .containsExactly("9001", "9002");
        assertThat(has("one") && has("two")).isTrue();
    }
}
