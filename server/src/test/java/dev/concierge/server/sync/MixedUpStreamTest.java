package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stream that stands with another connection's grant. Its token was once asked for, and sent. */
@Tag("isolation")
class MixedUpStreamTest {
    @Test
    @DisplayName("D-10 a stream with the grant of another account at the provider asks the provider for nothing")
    void a_stream_with_another_grant_asks_for_nothing() {
        try (World world = World.start()) {
            SyncedPerson alice = SyncedPerson.connect(world, Visitor.LINH_WORK);
            UUID other = grant(world, alice);
            alice.replaceBy(Visitor.LINH_HOME);
            alice.runDue();
            assertThat(alice.outcomes()).endsWith("done");
            UUID own = grant(world, alice);
            assertThat(own).isNotEqualTo(other);

            point(world, alice, other);
            world.advance(Duration.ofMinutes(16));
            world.sandbox().ledger().clear();
            alice.runDue();

            assertThat(world.sandbox().ledger().entries())
                    .as(
                            "calls at the provider, but for channels, which belong to the integration and not to the stream")
                    .allMatch(call -> call.endpoint().startsWith("watch"));
            assertThat(alice.outcomes()).hasSize(1);

            point(world, alice, own);
            world.advance(Duration.ofMinutes(16));
            alice.runDue();
            assertThat(alice.outcomes()).containsExactly("done", "done");
        }
    }

    private static UUID grant(World world, SyncedPerson person) {
        return world.database()
                .owner()
                .sql("select distinct grant_id from streams where integration_id = :id")
                .param("id", person.integration())
                .query(UUID.class)
                .single();
    }

    private static void point(World world, SyncedPerson person, UUID grant) {
        world.database()
                .owner()
                .sql("update streams set grant_id = :grant where integration_id = :id")
                .param("grant", grant)
                .param("id", person.integration())
                .update();
    }
}
