package dev.concierge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.support.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The verb as an operator runs it; its settings come as system properties here, as environment variables in life. */
@Tag("security")
class AdminCommandTest {
    private static final String PASSWORD = "tin kettle hums at six";

    private final TestDatabase database = TestDatabase.create();
    private final Map<String, String> set = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    AdminCommandTest() {
        TestServer.Keys keys = TestServer.Keys.random();
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

    private int run(String input, String... arguments) {
        out.reset();
        err.reset();
        return new AdminCommand(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(arguments);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }

    private long count(String sql) {
        return database.owner().sql(sql).query(Long.class).single();
    }

    @Test
    void j17_the_first_administrator_comes_from_the_command_line_and_a_second_run_changes_nothing() {
        assertThat(run(PASSWORD + "\n", "create", "--email", "Root@Corp.example", "--name", "Root"))
                .as(said())
                .isZero();
        assertThat(said()).contains("Created root@corp.example as admin").doesNotContain(PASSWORD);
        assertThat(count("select count(*) from accounts where email = 'root@corp.example' and role = 'admin'"))
                .isOne();
        String hash = database.owner()
                .sql("select hash from passwords")
                .query(String.class)
                .single();

        assertThat(run("another kettle hums at six\n", "create", "--email", "root@corp.example", "--name", "Root"))
                .isZero();
        assertThat(said()).contains("Nothing was changed");
        assertThat(database.owner()
                        .sql("select hash from passwords")
                        .query(String.class)
                        .single())
                .isEqualTo(hash);
        assertThat(count("select count(*) from audit_events where action = 'account.create' and actor = 'operator'"))
                .isOne();
    }

    @Test
    void an_account_that_is_there_is_raised_and_never_lowered() {
        assertThat(run(PASSWORD, "create", "--email", "anna@corp.example", "--name", "Anna", "--role", "user"))
                .as(said())
                .isZero();
        assertThat(run(PASSWORD, "create", "--email", "anna@corp.example", "--name", "Anna", "--role", "manager"))
                .isZero();
        assertThat(said()).contains("was there as user and is manager now", "password was not changed");
        assertThat(run(PASSWORD, "create", "--email", "anna@corp.example", "--name", "Anna", "--role", "guest"))
                .isZero();
        assertThat(count("select count(*) from accounts where role = 'manager'"))
                .isOne();
        assertThat(
                        count(
                                "select count(*) from audit_events where action = 'account.role' and detail->>'after' = 'manager'"))
                .isOne();
    }

    @Test
    void whoever_lost_every_second_factor_gets_back_in_and_everybody_concerned_is_told() {
        for (String name : List.of("anna", "root")) {
            assertThat(run(PASSWORD, "create", "--email", name + "@corp.example", "--name", name))
                    .as(said())
                    .isZero();
        }
        assertThat(run("", "reset-factors", "anna@corp.example")).as(said()).isZero();
        assertThat(said()).contains("has no second factor. Nothing was changed");
        database.owner()
                .sql(
                        "insert into totp_authenticators (id, account_id, name, seed, created_at, confirmed_at, last_step, used_at)"
                                + " select gen_random_uuid(), account_id, 'Phone', '\\x00', now(), now(), 1, now() from accounts")
                .update();

        assertThat(run("", "reset-factors", "Anna@corp.example")).as(said()).isZero();

        assertThat(said()).contains("anna@corp.example has no second factor any more");
        assertThat(count("select count(*) from totp_authenticators"))
                .as("root's stays")
                .isOne();
        assertThat(told("factors_reset")).containsExactly("anna@corp.example about null");
        assertThat(told("others_factors_reset")).containsExactly("root@corp.example about anna@corp.example");
        assertThat(mails())
                .as("administrators are told by the mail of the alert, which a server writes")
                .containsExactly("anna@corp.example: Your second factors were removed");
        assertThat(count("select count(*) from security_alerts where kind = 'factor_reset' and told_times < times"))
                .isOne();
        assertThat(count("select count(*) from audit_events where action = 'factor.reset' and actor = 'operator'"))
                .isOne();
    }

    @Test
    void whoever_is_locked_out_by_others_tries_is_unlocked_and_everybody_concerned_is_told() {
        for (String name : List.of("anna", "root")) {
            run(PASSWORD, "create", "--email", name + "@corp.example", "--name", name);
        }
        assertThat(run("", "unlock", "anna@corp.example")).as(said()).isZero();
        assertThat(said()).contains("can try to sign in again");
        assertThat(told("unlocked")).containsExactly("anna@corp.example about null");
        assertThat(told("other_unlocked")).containsExactly("root@corp.example about anna@corp.example");
        assertThat(mails()).containsExactly("anna@corp.example: Your account was unlocked");
        assertThat(count("select count(*) from security_alerts where kind = 'account_unlocked' and told_times < times"))
                .isOne();
        assertThat(count("select count(*) from audit_events where action = 'account.unlock' and actor = 'operator'"))
                .isOne();
        for (String nobody : List.of("nobody@corp.example", "no address")) {
            assertThat(run("", "unlock", nobody)).isEqualTo(1);
            assertThat(run("", "reset-factors", nobody)).isEqualTo(1);
            assertThat(said()).contains("No account has that address");
        }
        assertThat(run("", "unlock")).isEqualTo(64);
        assertThat(run("", "reset-factors", "--all")).isEqualTo(64);
    }

    private List<String> told(String kind) {
        return database.owner()
                .sql(
                        "select a.email || ' about ' || coalesce(n.about, 'null') from account_notices n join accounts a using (account_id)"
                                + " where n.kind = :kind order by 1")
                .param("kind", kind)
                .query((row, _) -> row.getString(1))
                .list();
    }

    private List<String> mails() {
        return database.owner()
                .sql("select recipient || ': ' || subject from mails order by 1")
                .query((row, _) -> row.getString(1))
                .list();
    }

    @Test
    void what_cannot_be_taken_is_said_in_a_sentence() {
        assertThat(run("password1234\n", "create", "--email", "a@corp.example", "--name", "A"))
                .isEqualTo(1);
        assertThat(said()).contains("Many people use this one").doesNotContain("password1234");
        assertThat(run(PASSWORD, "create", "--email", "a@b@corp.example", "--name", "A"))
                .isEqualTo(1);
        assertThat(run("", "create", "--email", "a@corp.example", "--name", "A"))
                .isEqualTo(64);
        assertThat(run(PASSWORD, "create", "--email", "a@corp.example")).isEqualTo(64);
        assertThat(run(PASSWORD, "create", "--email", "a@corp.example", "--name", "A", "--password", "x"))
                .isEqualTo(64);
        assertThat(run(PASSWORD, "create", "--email", "a@corp.example", "--name", "A", "--role", "root"))
                .isEqualTo(64);
        assertThat(run(PASSWORD)).isEqualTo(64);
        System.clearProperty("ENCRYPTION_KEY");
        System.setProperty("POSTGRES_DB", "no_such_database");
        assertThat(run(PASSWORD, "create", "--email", "a@corp.example", "--name", "A"))
                .isEqualTo(78);
        assertThat(said()).isNotBlank().doesNotContain("\tat ");
        assertThat(count("select count(*) from accounts")).isZero();
    }
}
