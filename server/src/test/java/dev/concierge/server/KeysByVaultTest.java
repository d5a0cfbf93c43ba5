package dev.concierge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.support.TestServer;
import dev.concierge.testing.vault.VaultStandIn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of the keys with Vault as key store, as an operator runs them; a verb that is killed runs in a process of its own. */
@Tag("security")
class KeysByVaultTest {
    private static final String PASSPHRASE = "eleven slow barges at dawn";

    private final TestDatabase database = TestDatabase.create();
    private final TestServer.Keys keys = TestServer.Keys.random();
    private final VaultStandIn vault = VaultStandIn.start(Clock.systemUTC());
    private final Map<String, String> set = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    KeysByVaultTest() {
        vault.key("concierge");
        set("POSTGRES_HOST", database.settings().host());
        set("POSTGRES_PORT", Integer.toString(database.port()));
        set("POSTGRES_DB", database.name());
        set("POSTGRES_PASSWORD", database.password());
        set("POSTGRES_AUTH_PASSWORD", database.password());
        set("POSTGRES_SYSTEM_PASSWORD", database.password());
        set("SECRET_KEY", keys.secret());
        set("VAULT_ADDR", vault.address().toString());
        set("VAULT_TOKEN", vault.token(VaultStandIn.policy("concierge")));
        set("VAULT_PATIENCE", "0s");
    }

    private void set(String name, String value) {
        set.put(name, value);
        System.setProperty(name, value);
    }

    private void unset(String name) {
        set.remove(name);
        System.clearProperty(name);
    }

    private void byVault() {
        set("KEY_STORE", "vault");
        set("VAULT_TRANSIT_KEY", "concierge");
    }

    @AfterEach
    void forget() {
        set.keySet().forEach(System::clearProperty);
        vault.close();
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
        assertNothingSecretIn(said());
        return code;
    }

    private void assertNothingSecretIn(String text) {
        assertThat(text).doesNotContain(keys.encryption(), keys.secret(), PASSPHRASE, database.password());
        vault.secrets().forEach(secret -> assertThat(text).doesNotContain(secret));
        vault.plaintexts().forEach(plain -> assertThat(text).doesNotContain(plain));
    }

    private int run(String... arguments) {
        return typed("", arguments);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }

    private byte[] stored() {
        return database.owner()
                .sql("select wrapped from data_keysets")
                .query(byte[].class)
                .single();
    }

    private String by() {
        return database.owner()
                .sql(
                        "select detail ->> 'by' from audit_events where action = 'keys.rewrap' order by occurred_at desc limit 1")
                .query(String.class)
                .single();
    }

    /** A verb in a process of its own. */
    private Process started(Path said, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.concierge.server.Main");
        builder.command().addAll(java.util.List.of(arguments));
        builder.environment().putAll(set);
        return builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    }

    @Test
    @DisplayName("from the first start to a rotation, a newer version of Vault's key, and back to ENCRYPTION_KEY")
    void start_to_finish() throws IOException {
        byVault();
        Path token = Files.writeString(folder.resolve("token"), set.get("VAULT_TOKEN") + "\n");
        unset("VAULT_TOKEN");
        set("VAULT_TOKEN_FILE", token.toString());
        assertThat(run("status")).as(said()).isZero();
        assertThat(said())
                .contains("wrapped by Vault transit/concierge, version 1")
                .contains("key store: Vault transit/concierge, newest version 1");
        assertThat(run("rotate")).as(said()).isZero();
        vault.rotate("concierge");
        assertThat(run("status")).isZero();
        assertThat(said()).contains("retired", "newest version 2: keys rewrap moves the data keys to it");
        assertThat(said().lines().filter(line -> line.contains("wrapped by Vault transit/concierge, version 1")))
                .hasSize(2);

        assertThat(run("rewrap")).as(said()).isZero();
        assertThat(by()).isEqualTo("Vault transit/concierge, version 2");
        assertThat(run("status")).isZero();
        assertThat(said()).contains("wrapped by Vault transit/concierge, version 2");

        set("NEW_ENCRYPTION_KEY", keys.encryption());
        assertThat(run("rewrap")).isEqualTo(78);
        assertThat(said()).contains("NEW_ENCRYPTION_KEY is for KEY_STORE=environment");
        unset("NEW_ENCRYPTION_KEY");

        set("KEY_STORE", "environment");
        set("ENCRYPTION_KEY", keys.encryption());
        assertThat(run("rewrap")).as(said()).isZero();
        assertThat(by()).isEqualTo("ENCRYPTION_KEY");
        unset("VAULT_TRANSIT_KEY");
        vault.sealed(true);
        assertThat(run("status")).as(said()).isZero();
        assertThat(said()).contains("wrapped by ENCRYPTION_KEY").doesNotContain("key store:");
    }

    @Test
    @DisplayName("what is wrong is said in a line each, with an exit code: 78 to be changed, 69 to be waited for")
    void what_is_wrong_is_said() {
        set("KEY_STORE", "etcd");
        assertThat(run("status")).isEqualTo(78);
        assertThat(said().strip()).isEqualTo("KEY_STORE must be environment or vault.");

        set("KEY_STORE", "vault");
        set("VAULT_TOKEN", "root");
        assertThat(run("status")).isEqualTo(78);
        assertThat(said().lines()).hasSize(2);

        byVault();
        set("VAULT_TOKEN", "hvs.nobodys-token-at-all");
        assertThat(run("status")).isEqualTo(78);
        assertThat(said()).contains("Vault refuses transit/keys/concierge").doesNotContain("nobodys");

        set("VAULT_TOKEN", vault.token(VaultStandIn.policy("concierge")));
        vault.sealed(true);
        assertThat(run("status")).isEqualTo(69);
        assertThat(said().strip()).isEqualTo("Vault is sealed or down for maintenance.");
    }

    @Test
    @DisplayName("a server that starts while Vault is sealed says so in a line and ends with 69, without a stack trace")
    void a_server_that_starts_while_vault_is_sealed() throws Exception {
        byVault();
        vault.sealed(true);
        Path said = folder.resolve("said");

        Process server = started(said, "serve");
        try {
            assertThat(server.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            server.destroyForcibly();
        }

        String text = Files.readString(said);
        assertThat(server.exitValue()).as(text).isEqualTo(69);
        assertThat(text)
                .containsOnlyOnce("Vault is sealed or down for maintenance.")
                .doesNotContain("\tat ");
        assertNothingSecretIn(text);
    }

    @Test
    @DisplayName("escrow holds the data keys themselves: with Vault and its key lost, they come back by the passphrase")
    void escrow_when_vault_is_lost() throws IOException {
        byVault();
        Path file = folder.resolve("keys.escrow");
        assertThat(typed(PASSPHRASE + "\n", "escrow", "--out", file.toString()))
                .as(said())
                .isZero();
        assertThat(typed(PASSPHRASE + "\n", "escrow", "--verify", file.toString()))
                .as(said())
                .isZero();

        vault.key("concierge");
        assertThat(run("status")).as("another key under the name").isEqualTo(78);
        assertThat(typed(PASSPHRASE + "\n", "escrow", "--restore", file.toString()))
                .as(said())
                .isZero();
        assertThat(run("status")).as(said()).isZero();

        vault.close();
        assertThat(run("status")).isEqualTo(69);
        unset("VAULT_TRANSIT_KEY");
        set("KEY_STORE", "environment");
        set("NEW_ENCRYPTION_KEY", keys.encryption());
        assertThat(typed(PASSPHRASE + "\n", "escrow", "--restore", file.toString()))
                .as(said())
                .isZero();
        set("ENCRYPTION_KEY", keys.encryption());
        assertThat(run("status")).as(said()).isZero();
        assertThat(typed(PASSPHRASE + "\n", "escrow", "--verify", file.toString()))
                .as(said())
                .isZero();
    }

    @Test
    @DisplayName("rewrap to Vault, killed while Vault is asked: nothing is changed, and it is run again")
    void killed_on_the_way_to_vault() throws Exception {
        set("ENCRYPTION_KEY", keys.encryption());
        assertThat(run("status")).as(said()).isZero();
        byte[] before = stored();
        byVault();
        Path said = folder.resolve("said");

        VaultStandIn.Hold hold = vault.hold("/decrypt/");
        Process killed = started(said, "keys", "rewrap");
        try {
            hold.awaitArrival();
        } finally {
            killed.destroyForcibly().waitFor();
        }
        hold.release();
        assertThat(vault.heard()).as("it was under way").contains("POST /v1/transit/encrypt/concierge");
        assertThat(stored()).isEqualTo(before);

        assertThat(run("rewrap")).as(said()).isZero();
        assertThat(run("status")).isZero();
        assertThat(said()).contains("wrapped by Vault transit/concierge, version 1");
        assertThat(run("rewrap")).as("once more does no harm").isZero();
        assertNothingSecretIn(Files.readString(said));
    }

    @Test
    @DisplayName("rewrap back from Vault, killed while it stores: nothing is changed, and it is run again")
    void killed_on_the_way_back() throws Exception {
        byVault();
        assertThat(run("status")).as(said()).isZero();
        byte[] before = stored();
        set("KEY_STORE", "environment");
        set("ENCRYPTION_KEY", keys.encryption());
        Path said = folder.resolve("said");

        try (Connection holder = database.connect("concierge_owner");
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select 1 from data_keysets for update");
            Process killed = started(said, "keys", "rewrap");
            try {
                while (waiting() == 0) {
                    assertThat(killed.isAlive()).as(Files.readString(said)).isTrue();
                    Thread.onSpinWait();
                }
            } finally {
                killed.destroyForcibly().waitFor();
            }
            assertThat(cut())
                    .as("its connection, which the database would miss later")
                    .isOne();
            holder.rollback();
        }
        assertThat(stored()).isEqualTo(before);

        assertThat(run("rewrap")).as(said()).isZero();
        unset("VAULT_TRANSIT_KEY");
        assertThat(run("status")).isZero();
        assertThat(said()).contains("wrapped by ENCRYPTION_KEY");
        assertNothingSecretIn(Files.readString(said));
    }

    private long waiting() {
        return onWaiting("count(*)");
    }

    private long cut() {
        return onWaiting("count(pg_terminate_backend(pid, 10000))");
    }

    private long onWaiting(String what) {
        return TestDatabase.superuser(database.name())
                .sql("select " + what + """
                         from pg_stat_activity
                        where datname = current_database() and usename = 'concierge_system' and wait_event_type = 'Lock'
                        """)
                .query(Long.class)
                .single();
    }
}
