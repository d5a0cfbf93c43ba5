package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.catalog.OldRefreshToken;
import dev.concierge.server.catalog.RefreshRules;
import dev.concierge.server.catalog.RefreshRules.Extension;
import dev.concierge.server.catalog.TokenExchange;
import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.vault.RefreshPolicy.Decision;
import dev.concierge.server.vault.RefreshPolicy.Why;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a token is renewed, by the rules of its provider. */
@Tag("token")
class RefreshPolicyTest {
    private static final Instant BEGIN = Instant.parse("2026-11-21T08:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final RefreshRules STAYS = RefreshRules.of(true, new OldRefreshToken.Stays());
    private static final RefreshRules DIES = RefreshRules.of(true, new OldRefreshToken.Dies());
    private static final RefreshRules EXTENDS = new RefreshRules(
            false,
            new OldRefreshToken.Stays(),
            false,
            null,
            null,
            null,
            new Extension(
                    new TokenExchange(URI.create("https://x.example/e"), "g", "p", true), 50, Duration.ofHours(24)));

    private static Grant grant(@Nullable Duration life, boolean refreshToken) {
        Ciphertext some = Ciphertext.of(new byte[40]);
        return new Grant(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "acme",
                "acme",
                "subject",
                null,
                some,
                refreshToken ? some : null,
                1,
                Set.of(),
                BEGIN,
                life == null ? null : BEGIN.plus(life),
                null,
                Grant.State.LIVE,
                null,
                null,
                0);
    }

    private static Decision decide(Grant grant, RefreshRules rules, Duration after, Duration minTtl) {
        return RefreshPolicy.decide(grant, rules, BEGIN.plus(after), minTtl);
    }

    @Test
    void a_refresh_that_ends_the_old_tokens_comes_late_and_any_other_early() {
        Grant grant = grant(HOUR, true);
        assertThat(RefreshPolicy.dueAt(grant, STAYS, 0)).isEqualTo(BEGIN.plus(Duration.ofMinutes(54)));
        assertThat(RefreshPolicy.dueAt(grant, DIES, 0)).isEqualTo(BEGIN.plus(Duration.ofMinutes(58)));
        assertThat(RefreshPolicy.dueAt(grant, DIES, 0.5)).isEqualTo(BEGIN.plus(Duration.ofMinutes(57)));
        assertThat(RefreshPolicy.dueAt(grant(Duration.ofSeconds(40), true), DIES, 0))
                .isEqualTo(BEGIN.plusSeconds(20));
    }

    @Test
    void a_refresh_token_that_ends_unused_is_used_in_time_also_where_the_access_token_does_not_end() {
        RefreshRules idle =
                new RefreshRules(true, new OldRefreshToken.Dies(), true, Duration.ofDays(100), null, null, null);
        assertThat(RefreshPolicy.dueAt(grant(null, true), idle, 0)).isEqualTo(BEGIN.plus(Duration.ofDays(80)));
        assertThat(RefreshPolicy.dueAt(grant(Duration.ofDays(365), true), idle, 0))
                .isEqualTo(BEGIN.plus(Duration.ofDays(80)));
        assertThat(RefreshPolicy.dueAt(grant(HOUR, true), idle, 0)).isEqualTo(BEGIN.plus(Duration.ofMinutes(58)));
        assertThat(RefreshPolicy.dueAt(grant(null, true), DIES, 0)).isNull();
        assertThat(RefreshPolicy.renewalDue(grant(HOUR, false), DIES, 0)).isNull();
        assertThat(RefreshPolicy.dueAt(grant(HOUR, false), DIES, 0))
                .as("nothing renews it: it is looked at when it ends")
                .isEqualTo(BEGIN.plus(HOUR));
    }

    @Test
    void a_token_that_extends_itself_is_due_at_its_share_and_never_before_the_provider_takes_it() {
        assertThat(RefreshPolicy.dueAt(grant(Duration.ofDays(60), false), EXTENDS, 0))
                .isEqualTo(BEGIN.plus(Duration.ofDays(30)));
        assertThat(RefreshPolicy.dueAt(grant(Duration.ofHours(30), false), EXTENDS, 1))
                .isEqualTo(BEGIN.plus(Duration.ofHours(24)));
        assertThat(RefreshPolicy.dueAt(grant(Duration.ofHours(2), false), EXTENDS, 0))
                .as("a first, short one may be extended at once")
                .isEqualTo(BEGIN.plus(HOUR));
    }

    @Test
    void an_ended_token_cannot_be_extended_and_a_living_one_can_once_it_is_old_enough() {
        Grant grant = grant(Duration.ofDays(60), false);
        assertThat(decide(grant, EXTENDS, Duration.ofHours(2), RefreshPolicy.NOW))
                .isEqualTo(new Decision.Good());
        assertThat(decide(grant, EXTENDS, Duration.ofDays(2), RefreshPolicy.NOW))
                .isEqualTo(new Decision.Refresh(true));
        assertThat(decide(grant, EXTENDS, Duration.ofDays(2), SHORT)).isEqualTo(new Decision.Good());
        assertThat(decide(grant, EXTENDS, Duration.ofDays(61), SHORT))
                .isEqualTo(new Decision.Cannot(Why.NEEDS_RECONNECT, false, null));
        assertThat(decide(grant(HOUR, false), DIES, Duration.ofMinutes(30), RefreshPolicy.NOW))
                .isEqualTo(new Decision.Cannot(Why.NEEDS_RECONNECT, true, null));
    }

    @Test
    void a_provider_that_nobody_knows_any_more_is_taken_to_be_strict() {
        assertThat(RefreshPolicy.UNKNOWN.oldRefreshToken()).isEqualTo(new OldRefreshToken.Dies());
    }
}
