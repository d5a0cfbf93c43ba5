package dev.concierge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditSealer;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.rooms.Rooms;
import dev.concierge.server.support.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs as an operator runs them; settings come as system properties here, as environment variables in life. */
@Tag("security")
class VerbsTest {
    private final TestServer.Keys keys = TestServer.Keys.random();
    private final Rooms rooms = Rooms.with("database", "jobs", "encryption", "audit")
            .set("concierge.audit.seal-every", "0s")
            .set("concierge.encryption-key", keys.encryption())
            .set("concierge.secret-key", keys.secret())
            .open();
    private final Map<String, String> set = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    VerbsTest() {
        set("POSTGRES_HOST", rooms.database().settings().host());
        set("POSTGRES_PORT", Integer.toString(rooms.database().port()));
        set("POSTGRES_DB", rooms.database().name());
        for (String role : List.of("", "AUTH_", "SYSTEM_", "OWNER_")) {
            set("POSTGRES_" + role + "PASSWORD", rooms.database().password());
        }
        set("ENCRYPTION_KEY", keys.encryption());
        set("SECRET_KEY", keys.secret());
    }

    private void set(String name, String value) {
        set.put(name, value);
        System.setProperty(name, value);
    }

    @AfterEach
    void forget() {
        set.keySet().forEach(System::clearProperty);
        rooms.close();
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return new Commands(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(arguments);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void audit_verify_tells_an_intact_trail_and_its_anchor() {
        sealed("test.one", "test.two", "test.three");

        assertThat(run("audit", "verify")).as(complained()).isZero();
        assertThat(said().lines())
                .satisfiesExactly(
                        events -> assertThat(events)
                                .matches("events: intact, 1 seals over 3 rows; anchor events:1:[0-9a-f]{32}"),
                        vends -> assertThat(vends).isEqualTo("vends: intact, 0 seals over 0 rows"));
        assertThat(complained()).isEmpty();
        assertThat(run("audit", "verify", "--anchor=" + anchor())).isZero();
    }

    @Test
    void audit_verify_names_the_first_row_that_was_changed() {
        sealed("test.one", "test.two", "test.three");
        UUID row = rooms.database()
                .owner()
                .sql("select id from audit_events where action = 'test.two'")
                .query(UUID.class)
                .single();
        sql("update audit_events set actor = 'somebody else' where action in ('test.two', 'test.three')");

        assertThat(run("audit", "verify")).isEqualTo(1);
        assertThat(complained())
                .startsWith("events: BROKEN: row " + row + " (seal 1) was changed after it was written")
                .doesNotContain("\tat ");
        assertThat(said()).startsWith("vends: intact");
    }

    @Test
    void audit_verify_tells_a_cut_tail_by_an_anchor_from_outside() {
        sealed("test.one", "test.two");
        sealed("test.three");
        assertThat(run("audit", "verify")).isZero();
        String anchor = anchor();
        sql("delete from audit_events where action = 'test.three'");
        sql("delete from audit_seals where sequence = 2");

        assertThat(run("audit", "verify")).as("nothing inside shows it").isZero();
        assertThat(run("audit", "verify", "--anchor=" + anchor)).isEqualTo(1);
        assertThat(complained()).startsWith("events: BROKEN: seal 2 is not the one the anchor names");
    }

    @Test
    void audit_verify_under_another_key_is_no_intact_trail() {
        sealed("test.one");
        set("SECRET_KEY", TestServer.Keys.random().secret());

        assertThat(run("audit", "verify")).isEqualTo(1);
        assertThat(complained()).startsWith("events: BROKEN");
    }

    @Test
    void audit_verify_says_what_it_does_not_understand() {
        assertThat(run("audit", "verify", "--anchor=nonsense")).isEqualTo(64);
        assertThat(complained()).isEqualTo("An anchor looks like events:123:0a1b2c3d…, as the log shows it.\n");
        assertThat(run("audit", "repair")).isEqualTo(64);
        assertThat(run("audit")).isEqualTo(64);
    }

    @Test
    void db_status_tells_whether_the_schema_is_this_releases() {
        assertThat(run("db", "status")).as(complained()).isZero();
        assertThat(said()).matches("Schema version (\\d+), this release needs \\1\\.\n");
        assertThat(complained()).isEmpty();
    }

    @Test
    void db_status_and_serve_tell_a_schema_that_is_behind() {
        String latest = rooms.database()
                .owner()
                .sql("select version from flyway_schema_history order by installed_rank desc limit 1")
                .query(String.class)
                .single();
        sql("delete from flyway_schema_history where version = '" + latest + "'");

        assertThat(run("db", "status")).isEqualTo(1);
        assertThat(said()).contains("this release needs " + latest + ".").contains("  waits: " + latest + " ");
        assertThat(run("serve", "--server.port=0", "--management.server.port=0"))
                .isEqualTo(78);
        assertThat(complained().lines())
                .singleElement()
                .asString()
                .startsWith("The schema is at version ")
                .endsWith("this release needs " + latest + ": run concierge db migrate.");
    }

    @Test
    void db_status_of_a_database_that_is_not_there_is_a_sentence() {
        set("POSTGRES_DB", "no_such_database");
        assertThat(run("db", "status")).isEqualTo(1);
        assertThat(complained()).contains("no_such_database").doesNotContain("\tat ");
        assertThat(complained()).doesNotContain(rooms.database().password());
    }

    @Test
    @DisplayName("F-07 the server is started with another ENCRYPTION_KEY than the database was set up with")
    void another_encryption_key_stops_the_start_with_one_line() {
        String other = TestServer.Keys.random().encryption();
        set("ENCRYPTION_KEY", other);

        assertThat(run("serve", "--server.port=0", "--management.server.port=0"))
                .isEqualTo(78);
        assertThat(complained())
                .isEqualTo("ENCRYPTION_KEY does not open this database's keys. Give the key that this installation was"
                        + " set up with, or the new one if keys rewrap has been run.\n");
        assertThat(rooms.database()
                        .owner()
                        .sql("select count(*) from data_keysets")
                        .query(Long.class)
                        .single())
                .isOne();
    }

    @Test
    void a_key_that_is_missing_or_none_stops_the_start_with_one_line() {
        for (String bad : List.of("", "changeme", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")) {
            set("ENCRYPTION_KEY", bad);
            assertThat(run("serve", "--server.port=0", "--management.server.port=0"))
                    .isEqualTo(78);
            assertThat(complained().lines())
                    .as(bad)
                    .singleElement()
                    .asString()
                    .startsWith("ENCRYPTION_KEY ")
                    .contains("concierge keys generate");
        }
    }

    @Test
    @DisplayName("G-06 a key is made in a file, told by its path only, and never a second time")
    void keys_generate_prints_the_path_and_never_the_key() throws IOException {
        Path file = folder.resolve("encryption.key");
        assertThat(run("keys", "generate", "--out", file.toString())).isZero();
        String key = Files.readString(file).strip();
        assertThat(said()).contains(file.toString()).doesNotContain(key);

        assertThat(run("keys", "generate", "--out", file.toString())).isEqualTo(1);
        assertThat(complained()).contains("exists already").doesNotContain(key);
        assertThat(Files.readString(file).strip()).isEqualTo(key);

        Path noFolder = folder.resolve("encryption.key/below");
        assertThat(run("keys", "generate", "--out", noFolder.toString())).isEqualTo(1);
        assertThat(complained()).isNotBlank().doesNotContain("\tat ");
        assertThat(run("keys", "generate")).isEqualTo(64);
    }

    private void sealed(String... actions) {
        for (String action : actions) {
            rooms.get(AuditTrail.class).recordAlone(AuditEvent.done(null, "system", action, null));
        }
        assertThat(rooms.get(AuditSealer.class).seal()).isEqualTo(actions.length);
    }

    private String anchor() {
        Matcher anchor = Pattern.compile("events:\\d+:[0-9a-f]{32}").matcher(said());
        assertThat(anchor.find()).isTrue();
        return anchor.group();
    }

    private void sql(String sql) {
        rooms.database().owner().sql(sql).update();
    }
}
