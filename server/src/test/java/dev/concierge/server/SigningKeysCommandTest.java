package dev.concierge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.support.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The verbs {@code keys signing} as an operator runs them. */
@Tag("security")
class SigningKeysCommandTest {
    private final TestDatabase database = TestDatabase.create();
    private final TestServer.Keys keys = TestServer.Keys.random();
    private final Map<String, String> set = new HashMap<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    SigningKeysCommandTest() {
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

    private int run(String... arguments) {
        said.reset();
        PrintStream print = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new KeysCommand(new ByteArrayInputStream(new byte[0]), print, print).run(arguments);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private long count(String sql) {
        return database.owner().sql(sql).query(Long.class).single();
    }

    @Test
    @DisplayName("status, a rotation that is too early, rehearsals that change nothing, and a revocation")
    void status_rotate_revoke() {
        assertThat(run("signing", "status")).as(said()).isZero();
        assertThat(said()).contains("no signing key yet");
        assertThat(run("signing", "rotate")).as(said()).isEqualTo(1);
        assertThat(said()).contains("not published for long enough");
        assertThat(run("signing", "status")).isZero();
        assertThat(said()).contains("current").contains("next").doesNotContain("\"d\"");
        database.owner()
                .sql("update signing_keys set made_at = made_at - interval '2 hours'")
                .update();

        assertThat(run("signing", "rotate", "--dry-run")).as(said()).isZero();
        assertThat(said()).contains("Nothing was changed");
        assertThat(count("select count(*) from signing_keys where state = 'retired'"))
                .isZero();
        assertThat(run("signing", "rotate")).as(said()).isZero();
        assertThat(count("select count(*) from signing_keys where state = 'retired'"))
                .isOne();

        assertThat(run("signing", "revoke", "--dry-run")).isZero();
        assertThat(count("select count(*) from signing_keys")).isEqualTo(3);
        assertThat(run("signing", "revoke")).as(said()).isZero();
        assertThat(count("select count(*) from signing_keys")).isEqualTo(2);
        assertThat(count(
                        "select count(*) from audit_events where action = 'signing_key.revoke' and actor = 'operator'"))
                .isEqualTo(2);
        assertThat(run("signing")).isEqualTo(64);
        assertThat(run("signing", "rotate", "now")).isEqualTo(64);
    }
}
