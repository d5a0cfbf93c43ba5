package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Progress by server-sent events. */
@Tag("flow")
class ProgressTest {
    @Test
    void it_says_how_the_streams_are_to_their_account_alone() {
        try (World world = World.start()) {
            SyncedPerson linh = SyncedPerson.connect(world, Visitor.LINH_WORK);
            linh.runDue();
            SyncedPerson other = SyncedPerson.connect(world, Visitor.LINH_WORK);
            Api.Answer told = linh.api("integrations:read").get("/api/v1/sync/events");

            assertThat(told.status()).isEqualTo(200);
            assertThat(told.raw().headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/event-stream");
            assertThat(told.raw().body())
                    .contains("event:progress", linh.integration().toString(), "\"state\":\"in_step\"")
                    .doesNotContain(other.integration().toString());
            assertThat(linh.api("tokens:vend").get("/api/v1/sync/events").status())
                    .isEqualTo(403);
        }
    }
}
