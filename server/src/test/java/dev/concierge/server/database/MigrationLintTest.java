package dev.concierge.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No migration hurts a database that is in use (docs/decisions/0063). Those of before the rules stand in {@code accepted-migrations.sha256} and are never changed; a new one is
 * run here, and what it does that it must not is named.
 */
@Tag("security")
class MigrationLintTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final Path ACCEPTED = Path.of("src/test/resources/db/accepted-migrations.sha256");
    private static final String UNDO = "-- Undo: take it back; nothing is lost.\n";

    @TempDir
    Path folder;

    private static Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(MIGRATIONS)) {
            for (Path file : found.toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return files;
    }

    private static Map<String, String> accepted() throws IOException {
        Map<String, String> accepted = new TreeMap<>();
        for (String line : Files.readAllLines(ACCEPTED)) {
            accepted.put(line.substring(66), line.substring(0, 64));
        }
        return accepted;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void migrations_of_before_the_rules_are_as_they_were() throws IOException {
        Map<String, String> files = files();
        assertThat(accepted()).isNotEmpty().allSatisfy((name, hash) -> {
            assertThat(files).as("an applied migration stays").containsKey(name);
            assertThat(sha256(files.getOrDefault(name, "")))
                    .as(name + " must not change: databases have run it")
                    .isEqualTo(hash);
        });
    }

    @Test
    void no_new_migration_hurts_a_database_in_use() throws IOException, SQLException {
        Map<String, String> files = files();
        Map<String, String> accepted = accepted();
        Predicate<String> isNew = name -> !accepted.containsKey(name);
        DatabaseSettings settings = TestDatabase.initialised("linted");
        MigrationLint lint = new MigrationLint(isNew);
        commands(settings)
                .configuration(settings.owner())
                .callbacks(new MigrationLocks(), lint)
                .load()
                .migrate();

        assertThat(lint.seen())
                .containsExactlyElementsOf(files.keySet().stream().filter(isNew).toList());
        assertThat(wrong(lint, files, isNew)).isEmpty();
    }

    private static List<String> wrong(MigrationLint lint, Map<String, String> files, Predicate<String> isNew) {
        List<String> wrong = new ArrayList<>();
        files.forEach((name, text) -> {
            if (isNew.test(name)) {
                wrong.addAll(new MigrationFile(name, text).judge(lint.faults()));
            }
        });
        return wrong;
    }

    private static DatabaseCommands commands(DatabaseSettings settings) {
        return new DatabaseCommands(settings, System.out);
    }

    /** Runs files after all that there are, each of which is judged. */
    private List<String> lint(String... texts) {
        Map<String, String> files = new TreeMap<>();
        for (String text : texts) {
            files.put("V" + (9001 + files.size()) + "__new.sql", text);
        }
        try (TestDatabase database = TestDatabase.create()) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
            MigrationLint lint = new MigrationLint(files::containsKey);
            commands(database.settings())
                    .configuration(database.settings().owner())
                    .locations("classpath:db/migration", "filesystem:" + folder)
                    .callbacks(new MigrationLocks(), lint)
                    .load()
                    .migrate();
            assertThat(lint.seen()).containsExactlyElementsOf(files.keySet());
            return wrong(lint, files, files::containsKey);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each after the others in a file of its own, to a table of its own where it says {t}. */
    private static final List<List<String>> HURTS = List.of(
            List.of("index", "index used", "create index used on {t} (used)"),
            List.of("index", "index keyed", "alter table {t} add constraint keyed unique (used)"),
            List.of("index", "index hidden", "do $$ begin execute 'create index hidden on {t} (used)'; end $$"),
            List.of("needed-column", "column {t}.more", "alter table {t} add column more text not null"),
            List.of("not-null", "column {t}.note", "alter table {t} alter column note set not null"),
            List.of("checked", "constraint counts", "alter table {t} add constraint counts check (used >= 0)"),
            List.of(
                    "checked",
                    "constraint whose",
                    "alter table {t} add constraint whose foreign key (account) references accounts (account_id)"),
            List.of("rewrite", "{t}", "alter table {t} add column one uuid not null default gen_random_uuid()"),
            List.of("type", "column {t}.used from bigint to numeric", "alter table {t} alter column used type numeric"),
            List.of("rename", "{t} to renamed", "alter table {t} rename to renamed"),
            List.of("rename", "column {t}.used to spent", "alter table {t} rename column used to spent"),
            List.of("drop", "{t}", "drop table {t}"),
            List.of("drop", "column {t}.used", "alter table {t} drop column used"),
            List.of("drop", "function current_account()", "drop function current_account()"),
            List.of("rows", "rows of {t}", "update {t} set used = used + 1"),
            List.of("rows", "rows of {t}", "with gone as (delete from {t} returning 1) select count(*) from gone"),
            List.of(
                    "lock-timeout",
                    "table {t}, with lock_timeout 0",
                    "set local lock_timeout = 0; alter table {t} alter column used set default 0"),
            List.of(
                    "lock-timeout",
                    "table {t}, with lock_timeout 1min",
                    "set local lock_timeout = '1min'; alter table {t} alter column used set default 0"));

    @Test
    void what_hurts_is_named() {
        List<String> files = new ArrayList<>(List.of(targets(HURTS.size())));
        for (int i = 0; i < HURTS.size(); i++) {
            files.add(UNDO + HURTS.get(i).getLast().replace("{t}", "target_" + i) + ";\n");
        }

        List<String> found = lint(files.toArray(String[]::new));

        for (int i = 0; i < HURTS.size(); i++) {
            String rule = HURTS.get(i).getFirst();
            LintRule broken = Stream.of(LintRule.values())
                    .filter(each -> each.word().equals(rule))
                    .findFirst()
                    .orElseThrow();
            String what = HURTS.get(i).get(1).replace("{t}", "target_" + i);
            assertThat(found).contains(new LintFault("V" + (9002 + i) + "__new.sql", broken, what).toString());
        }
    }

    private static String targets(int number) {
        StringBuilder made = new StringBuilder(UNDO);
        for (int i = 0; i < number; i++) {
            made.append("create table target_%d (id int primary key, used bigint not null, note text, account uuid);%n"
                    .formatted(i));
        }
        return made.toString();
    }

    @Test
    void what_hurts_nobody_passes() {
        assertThat(
                        lint(
                                UNDO + """
                        create table fresh (id int primary key, account_id uuid not null references accounts (account_id), check (id > 0));
                        create index fresh_account on fresh (account_id);
                        insert into fresh select 1, account_id from accounts;
                        update fresh set id = 2;
                        """,
                                UNDO
                                        + "alter table fresh add column note text; alter table fresh add column count int not null default 0;",
                                UNDO + "alter table call_budgets add constraint counts check (used >= 0) not valid;",
                                UNDO
                                        + "create or replace function current_era() returns int language sql stable"
                                        + " security definer set search_path = pg_catalog, pg_temp as 'select number + 0 from public.era';",
                                UNDO + "create index concurrently budgets_used on call_budgets (used);",
                                UNDO
                                        + "grant select, update, delete on call_budgets to ${system}; drop index call_budgets_day;",
                                UNDO
                                        + "create view budgets with (security_invoker = true) as select provider from call_budgets;"))
                .isEmpty();
    }

    @Test
    void not_null_in_three_files_reads_no_row_under_the_lock() {
        assertThat(lint(
                        UNDO + "alter table accounts add constraint numbered check (local_id is not null) not valid;",
                        UNDO + "alter table accounts validate constraint numbered;",
                        UNDO + "alter table accounts alter column local_id set not null;"))
                .isEmpty();
    }

    @Test
    void a_unique_key_is_made_of_an_index_that_was_built_beside_the_work() {
        assertThat(lint(
                        UNDO + "create unique index concurrently budgets_used on call_budgets (used);",
                        UNDO + "alter table call_budgets add constraint budgets_used unique using index budgets_used;"))
                .isEmpty();
    }

    @Test
    void what_is_allowed_needs_a_rule_a_reason_and_a_cause() {
        String drop = UNDO + "-- Allow %s\ndrop index call_budgets_day; alter table call_budgets drop column used;";

        assertThat(lint(drop.formatted("drop: the release before last was the last to read it")))
                .isEmpty();
        assertThat(lint(drop.formatted("drop: yes")))
                .containsExactly("V9001__new.sql: 'drop' is allowed without a reason.");
        assertThat(lint(drop.formatted(
                        "drop: the release before last was the last to read it\n-- Allow index: the table is small")))
                .containsExactly("V9001__new.sql: 'index' is allowed and not needed; take the comment away.");
        assertThat(lint(drop.formatted(
                        "drop: the release before last was the last to read it\n-- Allow all: the table is small")))
                .containsExactly("V9001__new.sql: there is no rule 'all' to be allowed.");
    }

    @Test
    void how_it_is_undone_is_said() {
        assertThat(lint("alter table call_budgets add column note text;"))
                .singleElement()
                .asString()
                .startsWith("V9001__new.sql: the file: says nowhere how it is undone");
    }
}
