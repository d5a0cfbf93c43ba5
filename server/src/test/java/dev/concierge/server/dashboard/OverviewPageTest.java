package dev.concierge.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the overview tells of today. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverviewPageTest {
    private World world;

    @BeforeAll
    void start() {
        world = World.start(
                1, Map.of("concierge.identity.sign-up-burst", "1000", "concierge.identity.sign-in-burst", "1000"));
        world.clock().hold();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    @DisplayName("E-01 today of one account is not another's")
    void today_is_what_is_not_over_and_the_figures_are_counted() {
        Visitor ada = world.visitor().signUp();
        UUID google = ada.connected(Visitor.LINH_WORK);
        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
        Instant now = world.clock().instant();
        event(google, "Under way", now.minus(Duration.ofMinutes(5)), now.plus(Duration.ofSeconds(1)));
        event(google, "Long finished", now.minus(Duration.ofMinutes(9)), now.minus(Duration.ofMinutes(5)));

        Page page = ada.open("/");
        assertThat(page.find("section[aria-labelledby=today]").text())
                .contains("Under way", Visitor.LINH_WORK)
                .doesNotContain("Long finished");
        assertThat(page.find("section[aria-labelledby=figures]").text()).contains("Syncs today1None failed");
        assertThat(world.visitor().signUp().open("/").text()).doesNotContain("Under way");
    }

    private void event(UUID integration, String title, Instant from, Instant to) {
        new StoredThings(world, integration)
                .add(Map.of(
                        "title",
                        title,
                        "starts_at",
                        from,
                        "ends_at",
                        to,
                        "happened_at",
                        from,
                        "all_day",
                        false,
                        "content",
                        Map.of("summary", title)));
    }
}
