package dev.concierge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.encryption.KeyRing;
import dev.concierge.server.support.SettableClock;
import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.support.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of the keys as an operator runs them; their settings come as system properties here, as environment variables in life. */
@Tag("security")
class KeysCommandTest {
    private static final String PASSPHRASE = "eleven slow barges at dawn";

    private final TestDatabase database = TestDatabase.create();
    private final TestServer.Keys keys = TestServer.Keys.random();
    private final TestServer.Keys others = TestServer.Keys.random();
    private final Map<String, String> set = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    KeysCommandTest() {
        set("POSTGRES_HOST", database.settings().host());
        set("POSTGRES_PORT", Integer.toString(database.port()));
        set("POSTGRES_DB", database.name());
        set("POSTGRES_PASSWORD", database.password());
        set("POSTGRES_AUTH_PASSWORD", database.password());
        set("POSTGRES_SYSTEM_PASSWORD", database.password());
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
        database.close();
    }

    private int typed(String input, String... arguments) {
        out.reset();
        err.reset();
        int code = new KeysCommand(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(arguments);
        assertThat(said())
                .doesNotContain(keys.encryption(), keys.secret(), others.encryption(), PASSPHRASE, database.password());
        return code;
    }

    private int run(String... arguments) {
        return typed("", arguments);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }

    private long audited(String action) {
        return database.owner()
                .sql("select count(*) from audit_events where action = :action and actor = 'operator'")
                .param("action", action)
                .query(Long.class)
                .single();
    }

    @Test
    @DisplayName("status, a rehearsal that changes nothing, rotate, pause, resume")
    void status_rehearsal_rotate_pause_resume() {
        assertThat(run("status")).as(said()).isZero();
        assertThat(said()).contains("primary").contains("rotation: none so far");

        assertThat(said()).contains(" messages").doesNotContain("of at most");
        database.owner().sql("update data_keys set messages = 2000000000").update();
        assertThat(run("status")).isZero();
        assertThat(said()).contains("has encrypted 2000000", "of at most 4294967296", "keys rotate");
        database.owner().sql("update data_keys set messages = 0").update();

        assertThat(run("rotate", "--dry-run")).as(said()).isZero();
        assertThat(said()).contains("Nothing was changed");
        assertThat(run("status")).isZero();
        assertThat(said()).contains("rotation: none so far");

        assertThat(run("pause")).isEqualTo(1);
        assertThat(run("rotate")).as(said()).isZero();
        assertThat(run("status")).isZero();
        assertThat(said()).contains("rotation: running").contains("primary").contains("retired");
        assertThat(run("pause")).isZero();
        assertThat(run("status")).isZero();
        assertThat(said()).contains("rotation: paused");
        assertThat(run("rotate")).isEqualTo(1);
        assertThat(said()).contains("paused");
        assertThat(run("resume")).isZero();
        assertThat(run("resume")).isEqualTo(1);
        assertThat(audited("keys.rotate")).isOne();
        assertThat(audited("keys.pause")).isOne();
        assertThat(audited("keys.resume")).isOne();
        assertThat(run("rotate", "--now")).isEqualTo(64);
        assertThat(run("destroy")).isEqualTo(64);
        assertThat(run()).isEqualTo(64);
    }

    @Test
    @DisplayName(
            "rewrap: running nodes go on, nothing is rotated before they have the new key, the old one starts nothing any more")
    void rewrap() {
        try (TestServer running = TestServer.start(database, new SettableClock(), keys, Map.of("LANES", "none"))) {
            KeyRing ring = running.bean(KeyRing.class);
            assertThat(ring.reload()).isTrue();
            assertThat(run("rewrap")).isEqualTo(78);
            assertThat(said()).contains("NEW_ENCRYPTION_KEY_FILE");
            set("NEW_ENCRYPTION_KEY", "c2hvcnQ=");
            assertThat(run("rewrap")).isEqualTo(78);
            assertThat(said()).contains("NEW_ENCRYPTION_KEY");

            set("NEW_ENCRYPTION_KEY", others.encryption());
            assertThat(run("rewrap")).as(said()).isZero();
            assertThat(said()).contains("restart").contains("backups");
            assertThat(audited("keys.rewrap")).isOne();

            assertThat(ring.reload()).as("it keeps what it holds").isFalse();
            assertThat(run("status")).as("the old key").isEqualTo(78);
            assertThat(said()).contains("rewrap");
            set("ENCRYPTION_KEY", others.encryption());
            assertThat(run("status")).as(said()).isZero();
            assertThat(said()).contains("1 running, 1 without the present keys");
            assertThat(run("rotate")).isEqualTo(1);
            assertThat(said()).contains("restart");
        }
        assertThat(run("rotate")).as(said()).isZero();
    }

    @Test
    @DisplayName(
            "escrow: a file of mode 0600 that its passphrase opens, never overwritten; one from before a rotation is told")
    void escrow() throws IOException {
        Path file = folder.resolve("keys.escrow");
        assertThat(typed("short\n", "escrow", "--out", file.toString())).isEqualTo(78);
        assertThat(file).doesNotExist();

        assertThat(typed(PASSPHRASE + "\n", "escrow", "--out", file.toString()))
                .as(said())
                .isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(typed(PASSPHRASE + "\n", "escrow", "--out", file.toString())).isEqualTo(1);
        assertThat(said()).contains("never overwritten");

        assertThat(typed(PASSPHRASE + "\n", "escrow", "--verify", file.toString()))
                .as(said())
                .isZero();
        assertThat(said()).contains("0 of 0");
        assertThat(typed("another passphrase than that\n", "escrow", "--verify", file.toString()))
                .isEqualTo(78);
        assertThat(typed(
                        PASSPHRASE + "\n",
                        "escrow",
                        "--verify",
                        folder.resolve("nothing").toString()))
                .isEqualTo(1);

        restored(file);

        assertThat(run("rotate")).as(said()).isZero();
        assertThat(typed(PASSPHRASE + "\n", "escrow", "--verify", file.toString()))
                .isEqualTo(1);
        assertThat(said()).contains("before the present key");
        assertThat(audited("keys.escrow")).isPositive();
        assertThat(audited("keys.drill")).isEqualTo(2);
        set("NEW_ENCRYPTION_KEY", keys.encryption());
        assertThat(typed(PASSPHRASE + "\n", "escrow", "--restore", file.toString()))
                .as("newer values would be lost")
                .isEqualTo(1);
    }

    /** ENCRYPTION_KEY is lost; the file and its passphrase are not. */
    private void restored(Path file) {
        System.clearProperty("ENCRYPTION_KEY");
        assertThat(run("status")).isEqualTo(78);
        assertThat(typed(PASSPHRASE + "\n", "escrow", "--restore", file.toString()))
                .as("no new key")
                .isEqualTo(78);
        set("NEW_ENCRYPTION_KEY", others.encryption());
        assertThat(typed(PASSPHRASE + "\n", "escrow", "--restore", file.toString()))
                .as(said())
                .isZero();
        set("ENCRYPTION_KEY", others.encryption());
        assertThat(run("status")).as(said()).isZero();
        assertThat(audited("keys.restore")).isOne();
    }
}
