package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The schedule against a provider that answers when the test says so. */
@Tag("token")
class RefreshScheduleTest {
    private static final int AT_ONCE = 16;
    private static final int DUE = 50;

    private VaultWorld vault;
    private RefreshSchedule schedule;

    @BeforeEach
    void start() {
        vault = new VaultWorld(1, "stays", "token");
        schedule = vault.world().server().bean(RefreshSchedule.class);
    }

    @AfterEach
    void close() {
        vault.close();
    }

    @Test
    void what_is_due_is_worked_off_without_waiting_for_the_next_second_and_never_more_at_once_than_there_are_slots() {
        List<VaultWorld.Held> grants = grants();

        schedule.begin();
        List<HeldTokenEndpoint.Held> first = next(AT_ONCE);
        schedule.begin();
        assertThat(vault.provider().sent()).as("no slot is free").hasSize(AT_ONCE);
        first.forEach(request -> request.tokens("new"));
        for (int left = DUE - AT_ONCE; left > 0; left--) {
            vault.provider().next().tokens("new");
        }

        grants.forEach(grant -> VaultWorld.until(() -> vault.row(grant).version() == 2));
        assertThat(new HashSet<>(vault.provider().sent())).hasSize(1);
        assertThat(vault.provider().sent()).as("each once").hasSize(DUE);
    }

    @Test
    void a_provider_that_says_it_is_too_much_is_left_alone_as_long_as_it_asks() {
        List<VaultWorld.Held> grants = grants();

        schedule.begin();
        next(AT_ONCE).forEach(request -> request.error(429, "slow_down"));
        VaultWorld.until(() -> failed(grants) == AT_ONCE);
        schedule.begin();
        assertThat(vault.provider().sent()).hasSize(AT_ONCE);

        vault.world().advance(Duration.ofSeconds(20));
        schedule.begin();
        assertThat(vault.provider().next().refreshToken())
                .as("one is let through first")
                .isNotEmpty();
        assertThat(vault.provider().sent()).hasSizeLessThan(2 * AT_ONCE);
    }

    /** It was: an error that no table knows stopped the schedule of everybody at that provider for five minutes. */
    @Test
    void an_error_that_nobody_knows_is_the_state_of_one_grant_and_holds_up_nobody_else() {
        var _ = grants();

        schedule.begin();
        next(AT_ONCE).forEach(request -> request.error(400, "vendor_says_no"));

        next(AT_ONCE).forEach(request -> request.tokens("new"));
    }

    /** It was: one person's quota, told by a wait of a day, stopped the schedule of everybody at that provider for a day. */
    @Test
    void a_long_wait_is_the_grants_own_and_the_line_goes_on_within_half_a_minute() {
        List<VaultWorld.Held> grants = grants();

        schedule.begin();
        next(AT_ONCE).forEach(request -> request.tooMany(86_400));
        VaultWorld.until(() -> failed(grants) == AT_ONCE);
        vault.world().advance(Duration.ofMinutes(1));
        schedule.begin();

        vault.provider().next().tokens("new");
        VaultWorld.until(() -> renewed(grants) >= 1);
        assertThat(failed(grants)).as("those that were told to wait do").isEqualTo(AT_ONCE);
    }

    private long failed(List<VaultWorld.Held> grants) {
        return grants.stream().filter(grant -> vault.row(grant).failures() == 1).count();
    }

    @Test
    void a_line_that_its_pace_held_back_goes_on_as_the_pace_allows_and_does_not_wait_for_the_job() {
        List<VaultWorld.Held> grants = grants();
        schedule.begin();
        List<HeldTokenEndpoint.Held> first = next(AT_ONCE);
        first.subList(0, AT_ONCE / 2).forEach(request -> request.tokens("new"));
        VaultWorld.until(() -> renewed(grants) == AT_ONCE / 2);
        next(AT_ONCE / 2).forEach(request -> request.tooMany(1));
        first.subList(AT_ONCE / 2, AT_ONCE).forEach(request -> request.tooMany(1));

        for (int request = 0; request < AT_ONCE; request++) {
            vault.provider().next().tokens("new");
        }
        VaultWorld.until(() -> renewed(grants) == AT_ONCE / 2 + AT_ONCE);
    }

    private long renewed(List<VaultWorld.Held> grants) {
        return grants.stream().filter(grant -> vault.row(grant).version() == 2).count();
    }

    private List<VaultWorld.Held> grants() {
        List<VaultWorld.Held> grants = new ArrayList<>();
        for (int number = 0; number < DUE; number++) {
            grants.add(vault.grant());
        }
        vault.world().advance(Duration.ofMinutes(59));
        return grants;
    }

    private List<HeldTokenEndpoint.Held> next(int requests) {
        List<HeldTokenEndpoint.Held> arrived = new ArrayList<>();
        for (int request = 0; request < requests; request++) {
            arrived.add(vault.provider().next());
        }
        return arrived;
    }
}
