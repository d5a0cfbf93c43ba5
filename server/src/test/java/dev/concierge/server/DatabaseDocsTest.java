package dev.concierge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each command of docs/database.md, in its order, as the page shows it. */
@Tag("security")
class DatabaseDocsTest {
    private static final String PROGRAM = "./concierge ";

    private final TestDatabase here = TestDatabase.create();
    private final TestDatabase staging = TestDatabase.create();
    private final Map<String, String> set = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    DatabaseDocsTest() {
        set("POSTGRES_HOST", here.settings().host());
        set("POSTGRES_PORT", Integer.toString(here.port()));
        set("POSTGRES_DB", here.name());
        set("POSTGRES_OWNER_PASSWORD", here.password());
        set("STAGING_POSTGRES_HOST", staging.settings().host());
        set("STAGING_POSTGRES_PORT", Integer.toString(staging.port()));
        set("STAGING_POSTGRES_DB", staging.name());
        set("STAGING_POSTGRES_SYSTEM_PASSWORD", staging.password());
    }

    private void set(String name, String value) {
        set.put(name, value);
        System.setProperty(name, value);
    }

    @AfterEach
    void forget() {
        set.keySet().forEach(System::clearProperty);
        here.close();
        staging.close();
    }

    private int run(List<String> arguments) {
        out.reset();
        err.reset();
        return new Commands(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return run(List.of(arguments));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void every_command_of_the_page_works() throws IOException {
        List<String> commands = Files.readString(Path.of("../docs/database.md"))
                .lines()
                .filter(line -> line.startsWith(PROGRAM))
                .map(line -> line.substring(PROGRAM.length()).replaceFirst("\\s+#.*", ""))
                .toList();
        assertThat(commands).hasSizeGreaterThan(6);
        for (String command : commands) {
            List<String> words = new ArrayList<>();
            Path into = null;
            for (String word : Arrays.asList(command.replace("> ", ">").split("\\s+"))) {
                if (word.startsWith(">")) {
                    into = folder.resolve(word.substring(1));
                } else {
                    words.add(word.endsWith(".json") ? folder.resolve(word).toString() : word);
                }
            }
            assertThat(run(words)).as("%s%n%s", command, complained()).isZero();
            assertThat(complained()).as(command).isEmpty();
            if (into != null) {
                Files.writeString(into, said());
            }
        }
    }

    @Test
    void a_difference_is_exit_code_one_and_named() throws IOException {
        Path before = folder.resolve("before.json");
        assertThat(run("db", "fingerprint", "--json")).as(complained()).isZero();
        Files.writeString(before, said());
        here.owner().sql("create table extra (id int)").update();

        assertThat(run("db", "diff", before.toString(), "here"))
                .as(complained())
                .isOne();
        assertThat(said()).contains("1 difference.", "additional in B: table public.extra");
        assertThat(run("db", "diff", "staging", "here", "--json")).isOne();
        assertThat(said()).contains("\"same\" : false", "\"path\" : \"table public.extra\"");
        assertThat(run("db", "diff", before.toString(), "STAGING")).isZero();
    }

    @Test
    void what_cannot_be_looked_at_is_said_in_a_sentence_and_is_no_difference() {
        String address = "postgresql://127.0.0.1:" + here.port() + "/";

        assertThat(run("db", "diff", "here", address + "no_such_database")).isEqualTo(69);
        assertThat(complained()).contains("no_such_database").doesNotContain("\tat ");
        set("STAGING_POSTGRES_SYSTEM_PASSWORD", "another-than-it-is");
        assertThat(run("db", "fingerprint", "staging")).isEqualTo(69);
        assertThat(complained()).contains("password authentication failed").doesNotContain("another-than-it-is");
        set("STAGING_POSTGRES_SYSTEM_PASSWORD", "");
        assertThat(run("db", "fingerprint", "staging")).isEqualTo(78);
        assertThat(complained()).contains("STAGING_POSTGRES_OWNER_PASSWORD");
        assertThat(run("db", "fingerprint", "production")).isEqualTo(78);
        assertThat(complained()).contains("PRODUCTION_POSTGRES_HOST");
        assertThat(run("db", "fingerprint", "postgresql://me:tin-kettle@127.0.0.1/concierge"))
                .isEqualTo(78);
        assertThat(complained()).contains("POSTGRES_OWNER_PASSWORD").doesNotContain("tin-kettle");
        assertThat(run("db", "fingerprint", "no/such/file.json")).isEqualTo(78);
        assertThat(complained()).contains("no/such/file.json is none of them");
        assertThat(run("db", "diff", "here")).isEqualTo(64);
        assertThat(run("db", "diff", "here", "here", "--yaml")).isEqualTo(64);
        assertThat(run("db", "fingerprint", "here", "here")).isEqualTo(64);
    }

    @Test
    void a_fingerprint_says_where_it_is_from_and_holds_no_password() {
        assertThat(run("db", "fingerprint")).as(complained()).isZero();
        assertThat(said().lines().toList().getFirst()).matches("Fingerprint [A-Z]{4}(-[A-Z]{4}){3}");
        assertThat(said())
                .contains("postgresql://127.0.0.1:" + here.port() + "/" + here.name())
                .containsPattern("\\d+ {2}policy")
                .doesNotContain(here.password());
    }
}
