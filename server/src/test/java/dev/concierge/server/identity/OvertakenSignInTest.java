package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A sign-in with the old password whose hash was compared, and which begins when a recovery has just ended every session. It waits for the account's row, which
 * each recovery locks first.
 */
@Tag("security")
class OvertakenSignInTest {
    private static People people;

    @BeforeAll
    static void start() {
        people = People.start(Map.of("LANES", "none"));
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    /** Holds the account's row until the sign-in waits for it, and then does what every recovery does. @return what the sign-in answered */
    private static int overtaken(String email, Callable<Integer> signIn) throws Exception {
        try (Connection recovery = people.database().connect("concierge_owner");
                ExecutorService pool = Executors.newSingleThreadExecutor();
                Statement act = recovery.createStatement()) {
            recovery.setAutoCommit(false);
            act.execute("select 1 from accounts where email = '" + email + "' for update");
            Future<Integer> answer = pool.submit(signIn);
            while (people.count("select count(*) from pg_locks where not granted") == 0) {
                Thread.onSpinWait();
            }
            act.execute("update accounts set epoch = epoch + 1 where email = '" + email + "'");
            recovery.commit();
            return answer.get();
        }
    }

    private static long living(String table, String email) {
        return people.count("select count(*) from " + table + " where ended_at is null and account_id = '"
                + people.idOf(email) + "'");
    }

    @Test
    @DisplayName("C-05 a browser that proved the old password a moment before the recovery is not in after it")
    void c05_a_browser_is_not_in() throws Exception {
        String anna = people.person();

        int status = overtaken(
                anna, () -> people.browser().signIn(anna, People.PASSWORD).statusCode());

        assertThat(status).isEqualTo(422);
        assertThat(living("sessions", anna)).isZero();
        assertThat(people.browser().signIn(anna, People.PASSWORD).statusCode())
                .as("the next try is judged afresh")
                .isEqualTo(303);
    }

    @Test
    @DisplayName("C-05 a program that proved the old password a moment before the recovery gets no tokens")
    void c05_a_program_gets_no_tokens() throws Exception {
        String anna = people.person();

        int status = overtaken(anna, () -> TokenClient.at(people).login(anna).status());

        assertThat(status).isEqualTo(401);
        assertThat(living("token_families", anna)).isZero();
    }

    /** A dated hash is made stronger after the password was proved: it must not bring a password back that was changed meanwhile. */
    @Test
    @DisplayName("C-05 a stronger hash of the old password does not take the place of the new one")
    void c05_a_stronger_hash_does_not_bring_the_old_password_back() {
        String anna = people.person();
        AccountRepository accounts = people.server().bean(AccountRepository.class);
        String stored =
                "select count(*) from passwords where hash = '{new}' and account_id = '" + people.idOf(anna) + "'";
        int epoch =
                accounts.lockEpoch(people.database().owner(), people.idOf(anna)).orElseThrow();
        people.database()
                .owner()
                .sql("update passwords set hash = '{new}' where account_id = :id")
                .param("id", people.idOf(anna))
                .update();
        people.database()
                .owner()
                .sql("update accounts set epoch = epoch + 1 where account_id = :id")
                .param("id", people.idOf(anna))
                .update();

        accounts.rehash(people.database().owner(), people.idOf(anna), epoch, "{old, stronger}");

        assertThat(people.count(stored)).isOne();
    }
}
