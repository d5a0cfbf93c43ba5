package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** F-01: somebody who may write to the database moves tokens about that wait: for a choice, or for their end. */
@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwappedPendingTest {
    private World world;

    @BeforeAll
    void start() {
        world = World.start();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    @DisplayName("F-01 tokens that wait for Bob's choice are copied into Eve's row")
    void tokens_that_wait_for_bobs_choice_are_copied_into_eves_row() {
        Visitor bob = world.visitor().signUp();
        Visitor eve = world.visitor().signUp();
        Page bobs = bob.connect(Visitor.LINH_WORK, Set.of(Visitor.CALENDAR_LIST));
        Page hers = eve.connect(Visitor.LINH_HOME, Set.of(Visitor.CALENDAR_LIST));
        copy("pending_grants", "tokens", bob, eve);

        Page answer = eve.browser().submit(hers, "form:has([name=choice][value=add])", Map.of("choice", "add"));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("cannot be read any more").doesNotContainIgnoringCase("exception");
        assertThat(count("integrations where account_id = '" + account(eve) + "'"))
                .isZero();
        assertThat(count("audit_events where action = 'integration.choose' and outcome = 'refused' and account_id = '"
                        + account(eve) + "' and detail ->> 'reason' = 'unreadable'"))
                .isOne();
        Page right = bob.browser().submit(bobs, "form:has([name=choice][value=add])", Map.of("choice", "add"));
        assertThat(right.path()).startsWith("/integrations/");
    }

    @Test
    @DisplayName("F-01 tokens of Bob's that wait to be revoked are copied into Eve's row")
    void tokens_of_bobs_that_wait_to_be_revoked_are_copied_into_eves_row() {
        Visitor bob = world.visitor().signUp();
        Visitor eve = world.visitor().signUp();
        world.sandbox().knobs().set(Knobs.FAIL_NEXT, List.of(new Fault.FailNext("revoke", 503, null, null, 2, null)));
        disconnect(bob, bob.connected("ana.ruiz@meridian.example"));
        disconnect(eve, eve.connected(Visitor.LINH_HOME));
        world.sandbox().knobs().resetAll();
        copy("pending_revocations", "access_token", bob, eve);
        copy("pending_revocations", "refresh_token", bob, eve);
        int calls = world.sandbox().ledger().entries("google", "revoke").size();

        world.advance(Duration.ofMinutes(10));
        world.server().bean(JobRunner.class).runDue(Lane.MAINTENANCE);

        assertThat(world.sandbox().ledger().entries("google", "revoke"))
                .as("Bob's tokens once, in his own name")
                .hasSize(calls + 1);
        assertThat(outcome(bob)).isEqualTo("revoked");
        assertThat(outcome(eve)).isEqualTo("by_hand");
        assertThat(count("audit_events where action = 'revocation.open' and outcome = 'refused' and account_id = '"
                        + account(eve) + "'"))
                .isOne();
        assertThat(count("pending_revocations")).isZero();
    }

    @Test
    @DisplayName(
            "F-01 a grant whose tokens were moved there is disconnected: the receipt does not say that they were revoked")
    void the_receipt_of_a_grant_whose_tokens_do_not_open_does_not_say_that_they_were_revoked() {
        Visitor bob = world.visitor().signUp();
        Visitor eve = world.visitor().signUp();
        bob.connected(Visitor.LINH_HOME);
        UUID hers = eve.connected("ana.ruiz@meridian.example");
        copy("grants", "access_token", bob, eve);
        copy("grants", "refresh_token", bob, eve);
        int calls = world.sandbox().ledger().entries("google", "revoke").size();

        disconnect(eve, hers);

        assertThat(world.sandbox().ledger().entries("google", "revoke")).hasSize(calls);
        assertThat(outcome(eve)).isEqualTo("by_hand");
    }

    private static void disconnect(Visitor person, UUID integration) {
        String path = "/integrations/" + integration + "/disconnect";
        person.browser().submit(person.open(path), "form[action='" + path + "']", Map.of());
    }

    private void copy(String table, String column, Visitor from, Visitor to) {
        int changed = world.database()
                .owner()
                .sql("update %1$s t set %2$s = f.%2$s from %1$s f where t.account_id = :to and f.account_id = :from"
                        .formatted(table, column))
                .param("from", account(from))
                .param("to", account(to))
                .update();
        assertThat(changed).isOne();
    }

    private String outcome(Visitor person) {
        return world.database()
                .owner()
                .sql("select outcome from receipts where account_id = :account")
                .param("account", account(person))
                .query(String.class)
                .single();
    }

    private UUID account(Visitor person) {
        return world.database()
                .owner()
                .sql("select account_id from accounts where email = :email")
                .param("email", person.email())
                .query(UUID.class)
                .single();
    }

    private long count(String from) {
        return world.database()
                .owner()
                .sql("select count(*) from " + from)
                .query(Long.class)
                .single();
    }
}
