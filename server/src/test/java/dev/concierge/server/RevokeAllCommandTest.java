package dev.concierge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** D-07: the emergency action on the machine, beside a running server; its settings come as system properties here, as environment variables in life. */
@Tag("security")
class RevokeAllCommandTest {
    private final Map<String, String> set = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private World world;
    private HttpClient http;
    private Visitor ada;
    private UUID adas;

    @BeforeEach
    void start() {
        world = World.start();
        http = HttpClient.newHttpClient();
        ada = world.visitor().signUp();
        adas = ada.connected(Visitor.LINH_WORK);
        set("POSTGRES_HOST", world.database().settings().host());
        set("POSTGRES_PORT", Integer.toString(world.database().port()));
        set("POSTGRES_DB", world.database().name());
        set("POSTGRES_PASSWORD", world.database().password());
        set("POSTGRES_AUTH_PASSWORD", world.database().password());
        set("POSTGRES_SYSTEM_PASSWORD", world.database().password());
        set("ENCRYPTION_KEY", world.secrets().get(0));
        set("SECRET_KEY", world.secrets().get(1));
    }

    private void set(String name, String value) {
        set.put(name, value);
        System.setProperty(name, value);
    }

    @AfterEach
    void forget() {
        set.keySet().forEach(System::clearProperty);
        http.close();
        world.close();
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return new AdminCommand(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(arguments);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }

    private long count(String sql) {
        return world.database().owner().sql(sql).query(Long.class).single();
    }

    @Test
    @DisplayName(
            "D-07 an operator ends everything of one account: said before, done once, obeyed by the running server")
    void an_operator_ends_everything_of_one_account() {
        Api backend = new Api(http, world.server(), world.url("/"), ada.apiKey("tokens:vend"));
        assertThat(backend.token(adas).status()).isEqualTo(200);

        assertThat(run("revoke-all", "--account", ada.email(), "--reason", "laptop stolen", "--dry-run"))
                .as(said())
                .isZero();
        assertThat(said()).contains("Nothing was ended", "would end 1 connection of 1 person");
        assertThat(backend.token(adas).status()).isEqualTo(200);

        assertThat(run("revoke-all", "--reason", "laptop stolen", "--account", ada.email()))
                .as(said())
                .isZero();
        assertThat(said()).contains("Ended: 1 connection of 1 person", "It cannot be undone");
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (backend.token(adas).status() != 409) {
            assertThat(System.nanoTime()).as("the running server obeys").isLessThan(end);
        }
        String stop = world.database()
                .owner()
                .sql("select id::text from emergency_stops")
                .query(String.class)
                .single();
        assertThat(run("stops", "pause", stop)).as(said()).isZero();
        assertThat(run("stops", "pause", stop)).isEqualTo(1);
        assertThat(run("stops")).as(said()).isZero();
        assertThat(said())
                .contains(
                        "stop " + stop + ": account ",
                        "by operator: laptop stolen",
                        "1 connections of 1 people",
                        "revoking is paused");
        assertThat(run("stops", "resume", stop)).as(said()).isZero();
        assertThat(run("stops", "resume", "x")).isEqualTo(64);
        assertThat(count("select count(*) from audit_events where action = 'emergency.stop' and actor = 'operator'"
                        + " and detail ->> 'reason' = 'laptop stolen' and detail ->> 'scope' = 'account'"))
                .isOne();
    }

    @Test
    @DisplayName("D-07 what is wrong is said in a sentence, and ends nothing")
    void what_is_wrong_is_said_and_ends_nothing() {
        assertThat(run("revoke-all", "--everything")).isEqualTo(64);
        assertThat(run("revoke-all", "--reason", "x")).isEqualTo(64);
        assertThat(run("revoke-all", "--everything", "--provider", "google", "--reason", "x"))
                .isEqualTo(64);
        assertThat(run("revoke-all", "--provider", "--reason", "x")).isEqualTo(64);
        assertThat(run("revoke-all", "--everything", "--reason", " ")).isEqualTo(1);
        assertThat(said()).contains("Say why");
        assertThat(run("revoke-all", "--account", "nobody@people.example", "--reason", "x"))
                .isEqualTo(1);
        assertThat(said()).contains("There is no such account");
        assertThat(run("revoke-all", "--provider", "notion", "--reason", "x")).isEqualTo(1);
        assertThat(said()).contains("Nothing is connected there").doesNotContain("\tat ");
        assertThat(count("select count(*) from emergency_stops")).isZero();
    }
}
