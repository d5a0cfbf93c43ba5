package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing is read for somebody whose account is disabled (C-15). The sync once went on for such an account. */
@Tag("flow")
class DisabledAccountTest {
    @Test
    @DisplayName("C-15 Root disables Alice, and her calendars fall due")
    void nothing_is_synced_for_a_disabled_account_and_it_goes_on_afterwards() {
        try (World world = World.start()) {
            SyncedPerson alice = SyncedPerson.connect(world, Visitor.LINH_WORK);
            status(world, alice, "disabled");
            world.sandbox().ledger().clear();

            alice.runDue();

            assertThat(alice.records()).isZero();
            assertThat(world.sandbox().ledger().entries())
                    .as("calls at the provider")
                    .isEmpty();

            status(world, alice, "active");
            world.advance(Duration.ofMinutes(16));
            alice.runDue();
            assertThat(alice.outcomes()).endsWith("done");
            assertThat(alice.records()).isPositive();
        }
    }

    private static void status(World world, SyncedPerson person, String status) {
        world.database()
                .owner()
                .sql("update accounts set status = :status where account_id = :id")
                .param("status", status)
                .param("id", person.account())
                .update();
    }
}
